# Kopr: commands for people and for CI. `make` alone shows them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export NAME ADMIN EMAIL MEMBERS ENGINE IMAGE CONFIG BRANCH SRPM

.PHONY: help
help: ## shows this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## from nothing to a built, signed, published and installed package (SRPM=<file or URL> for your own)
	@scripts/demo.sh

.PHONY: up
up: ## starts the stack in containers and waits until it is healthy
	@scripts/up.sh

.PHONY: down
down: ## stops the stack, keeps its data
	@scripts/compose.sh down --remove-orphans

.PHONY: dev
dev: node_modules ## the six services as processes with reload, servers in containers
	@scripts/dev.sh

.PHONY: test
test: ## everything that CI runs; installs what it needs
	@scripts/test.sh

.PHONY: check
check: node_modules ## format, lint, types, unused exports, pure tests: seconds
	@scripts/test.sh check

.PHONY: bench
bench: node_modules ## the benchmarks, printing ratios against the named baselines
	@scripts/bench.sh

.PHONY: user
user: ## creates or shows a local user: NAME=alice [ADMIN=1] [EMAIL=…]; prints a ready ~/.config/copr
	@scripts/admin.sh user create "$(NAME)" $(if $(ADMIN),--admin) $(if $(EMAIL),--email "$(EMAIL)")

.PHONY: group
group: ## creates or changes a local group: NAME=devel MEMBERS=bob,carol
	@scripts/admin.sh group create "$(NAME)" --members "$(MEMBERS)"

.PHONY: chroot
chroot: ## adds or changes a chroot: NAME=fedora-42-x86_64 ENGINE=mock CONFIG=fedora-42-x86_64, or ENGINE=rpmbuild IMAGE=…
	@scripts/admin.sh chroot create "$(NAME)" --engine "$(ENGINE)" $(if $(IMAGE),--image "$(IMAGE)") $(if $(CONFIG),--config "$(CONFIG)") $(if $(BRANCH),--branch "$(BRANCH)")

.PHONY: chroots
chroots: ## adds the usual chroots of Fedora, EPEL and CentOS Stream, as far as missing: [ARCH=x86_64]
	@scripts/admin.sh chroot usual $(foreach arch,$(ARCH),--arch "$(arch)")

.PHONY: admin
admin: ## runs any admin command: DO='chroot eol fedora-41-x86_64'; DO=help lists them
	@scripts/admin.sh $(DO)

.PHONY: logs
logs: ## follows the logs of all services
	@scripts/compose.sh logs -f --tail=100

.PHONY: firewall
firewall: ## keeps builders' code out of private networks (iptables; as root, on each worker host)
	@ops/builder-firewall.sh apply

.PHONY: doctor
doctor: ## says what is wrong with this installation, if anything
	@scripts/doctor.sh

.PHONY: screenshots
screenshots: node_modules ## pictures of every page, light and dark, wide and phone, into screenshots/
	@node --conditions=source --import tsx scripts/screenshots.ts

node_modules: package-lock.json
	@npm ci --no-audit --no-fund
	@touch node_modules
