// Waits until the replica set has a primary that lets the server in, so that
// the server does not start, fail and start again. Runs in mongosh.
//
//   MONGO_URL     connection string of the server
//   WAIT_SECONDS  when to give up and let the pod try again

function primary_answers(url) {
	try {
		return new Mongo(url).getDB("admin").runCommand({ hello: 1 }).isWritablePrimary === true;
	} catch (error) {
		print(`no primary yet: ${error.codeName || error.message}`);
		return false;
	}
}

const deadline = Date.now() + Number(process.env.WAIT_SECONDS) * 1000;
let ready = primary_answers(process.env.MONGO_URL);
while (!ready && Date.now() < deadline) {
	sleep(2000);
	ready = primary_answers(process.env.MONGO_URL);
}
print(ready ? "the primary is there" : "gave up waiting for a primary");
quit(ready ? 0 : 1);
