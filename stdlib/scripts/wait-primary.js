// Waits until the replica set has a primary that lets the server in, so that
// the server does not start, fail and start again. Runs in mongosh.
//
//   MONGO_URL     connection string of the server
//   WAIT_SECONDS  when to give up and let the pod try again

// Without a database in it, everything would lie in `test`.
function names_a_database(url) {
	return /^mongodb(\+srv)?:\/\/[^/]+\/[^?]+/.test(url);
}

function primary_answers(url) {
	try {
		const hello = new Mongo(url).getDB("admin").runCommand({ hello: 1 });
		if (!hello.setName)
			print("this server belongs to no replica set, and Rocket.Chat needs one");
		return hello.isWritablePrimary === true && Boolean(hello.setName);
	} catch (error) {
		print(`no primary yet: ${error.codeName || error.message}`);
		return false;
	}
}

if (!names_a_database(process.env.MONGO_URL)) {
	print("the connection string names no database: it ends with /NAME before its options");
	quit(1);
}
const deadline = Date.now() + Number(process.env.WAIT_SECONDS) * 1000;
let ready = primary_answers(process.env.MONGO_URL);
while (!ready && Date.now() < deadline) {
	sleep(2000);
	ready = primary_answers(process.env.MONGO_URL);
}
print(ready ? "the primary is there" : "gave up waiting for a primary");
quit(ready ? 0 : 1);
