// Whether a member of a replica set is ready: rolling updates and drains wait for one that is not. Ready is who serves or
// votes, and not who still copies its data or undoes writes that were rolled back. Ready is also a server that is to be
// made a member: whoever does that may wait for it. Runs in mongosh, connected with the server.
//
//   MEMBER        name of the pod, with which its address in the set begins
//   KEYFILE       file with the key of the set
//   WAIT_SECONDS  how long to wait for one that has just started

function works(hello) {
	return Boolean(hello.isWritablePrimary || hello.secondary || hello.arbiterOnly);
}

// The configuration that lies in the data, whatever the server makes of it. The key is that of members: no user need exist.
function kept_config() {
	const local = db.getSiblingDB("local");
	const pwd = require("fs").readFileSync(process.env.KEYFILE, "utf8").replace(/\s/g, "");
	local.auth({ user: "__system", pwd, mechanism: "SCRAM-SHA-256" });
	return local.getCollection("system.replset").findOne();
}

function names(config, member) {
	return config !== null && config.members.some(({ host }) => host.split(/[.:]/)[0] === member);
}

// A server says that it has no configuration also while it loads one, and while it does not find itself in it, because its
// address has changed and names are slow to follow. Then it is a member, and not at work yet.
function is_ready(member) {
	const hello = db.adminCommand({ hello: 1 });
	return works(hello) || (!hello.setName && !names(kept_config(), member));
}

const deadline = Date.now() + Number(process.env.WAIT_SECONDS) * 1000;
let ready = is_ready(process.env.MEMBER);
while (!ready && Date.now() < deadline) {
	sleep(1000);
	ready = is_ready(process.env.MEMBER);
}
if (!ready)
	print("a member of the set, and not at work yet: it starts, copies data, or catches up");
quit(ready ? 0 : 1);
