#!/bin/sh
# A host key of this container's own; whose keys are taken comes later, by /etc/ssh/authorized_keys.
set -eu
ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
: >/etc/ssh/authorized_keys
exec /usr/sbin/sshd -D -e
