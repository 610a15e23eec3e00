# One recipe for the six services: `docker build --target <service>`. Classic builder syntax only (Docker 20.10).
# .cache/extra-ca.pem (scripts/images.sh writes it) is this machine's own certificate authorities; used while building, never shipped.
# What changes often is copied last, so that a change of source code costs a compilation and nothing else.

FROM node:24-trixie-slim AS manifests
WORKDIR /src
COPY .cache/extra-ca.pem /tmp/extra-ca.pem
COPY package.json package-lock.json .npmrc ./
COPY proto/package.json proto/
COPY shared/package.json shared/
COPY services/frontend/package.json services/frontend/
COPY services/dist-git/package.json services/dist-git/
COPY services/scheduler/package.json services/scheduler/
COPY services/builder-manager/package.json services/builder-manager/
COPY services/repo-publisher/package.json services/repo-publisher/
COPY services/notifier/package.json services/notifier/

# What runs.
FROM manifests AS dependencies
RUN NODE_EXTRA_CA_CERTS=/tmp/extra-ca.pem npm ci --omit=dev --no-audit --no-fund

# What compiles.
FROM manifests AS build
RUN NODE_EXTRA_CA_CERTS=/tmp/extra-ca.pem npm ci --no-audit --no-fund
COPY tsconfig.base.json tsconfig.json ./
COPY proto proto
COPY shared shared
COPY services services
RUN npm run build && rm -rf shared/dist/testkit

# What every service needs, and a user without rights who owns its data.
FROM node:24-trixie-slim AS base
ENV NODE_ENV=production
WORKDIR /opt/kopr
RUN mkdir -p /var/lib/kopr && chown node:node /var/lib/kopr
COPY ops/healthcheck.mjs package.json ./
COPY --from=dependencies /src/node_modules node_modules

FROM base AS base-git
RUN apt-get update && apt-get install -y --no-install-recommends git xz-utils zstd bzip2 ca-certificates && rm -rf /var/lib/apt/lists/*

FROM base AS base-rpm
RUN apt-get update && apt-get install -y --no-install-recommends createrepo-c rpm gnupg && rm -rf /var/lib/apt/lists/*
# On a volume of its own in compose; made here so that the volume gets this owner.
RUN mkdir -p /var/lib/kopr/keys && chown node:node /var/lib/kopr/keys && chmod 700 /var/lib/kopr/keys

FROM base AS frontend
COPY --from=build /src/proto proto
COPY --from=build /src/shared shared
COPY --from=build /src/services/frontend services/frontend
USER node
EXPOSE 5000
# Without a limit V8 lets the heap grow with the machine; long answers are streamed, so that it is
# not needed; what needs most are the largest deliveries of webhooks (KOPR_MAX_HOOK_BYTES).
CMD ["node", "--max-old-space-size=384", "--max-semi-space-size=8", "--enable-source-maps", "services/frontend/dist/main.js"]

FROM base-git AS dist-git
COPY --from=build /src/proto proto
COPY --from=build /src/shared shared
COPY --from=build /src/services/dist-git services/dist-git
USER node
EXPOSE 5001
CMD ["node", "--enable-source-maps", "services/dist-git/dist/main.js"]

FROM base AS scheduler
COPY --from=build /src/proto proto
COPY --from=build /src/shared shared
COPY --from=build /src/services/scheduler services/scheduler
USER node
EXPOSE 5004
CMD ["node", "--enable-source-maps", "services/scheduler/dist/main.js"]

# Runs as root: the engine's socket belongs to root. With TLS worker hosts only, `user: node` does.
FROM base AS builder-manager
COPY --from=build /src/proto proto
COPY --from=build /src/shared shared
COPY --from=build /src/services/builder-manager services/builder-manager
EXPOSE 5005
CMD ["node", "--enable-source-maps", "services/builder-manager/dist/main.js"]

FROM base-rpm AS repo-publisher
COPY --from=build /src/proto proto
COPY --from=build /src/shared shared
COPY --from=build /src/services/repo-publisher services/repo-publisher
USER node
EXPOSE 5003
CMD ["node", "--enable-source-maps", "services/repo-publisher/dist/main.js"]

FROM base AS notifier
COPY --from=build /src/proto proto
COPY --from=build /src/shared shared
COPY --from=build /src/services/notifier services/notifier
USER node
EXPOSE 5006
CMD ["node", "--enable-source-maps", "services/notifier/dist/main.js"]
