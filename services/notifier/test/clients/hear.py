"""What fedora-messaging calls for each message: checks it by Copr's own schema and prints what Copr's own class makes of it."""

import json


def hear(message):
    message.validate()
    heard = {
        "kind": type(message).__name__,
        "id": message.id,
        "topic": message.topic,
        "severity": int(message.severity),
        "usernames": message.usernames,
        "project": message.project_full_name,
        "build": message.build_id,
        "chroot": message.chroot,
        "package": message.package_full_name,
        "status": str(message.status) if message.topic.endswith("build.end") else None,
        "summary": message.summary,
    }
    print(json.dumps(heard), flush=True)
