// Waits until the replica set has a primary that lets the server in, so that
// the server does not start, fail and start again. Runs in mongosh.
//
//   MONGO_URL     connection string of the server
//   WAIT_SECONDS  when to give up and let the pod try again

// What is wrong with the database that it names; null if nothing is. Without one everything would lie in `test`; and an
// operator's string names `admin` where the user was made there.
function database_problem(url) {
	const [, name] = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(url) || [];
	if (!name)
		return "the connection string names no database: it ends with /NAME before its options";
	if (["admin", "local", "config"].includes(name))
		return `the connection string names MongoDB's own database ${name}, where Rocket.Chat cannot lie`;
	return null;
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

const problem = database_problem(process.env.MONGO_URL);
if (problem !== null) {
	print(problem);
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
