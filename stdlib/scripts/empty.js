// Empties the database before a restore, so that nothing stays that is not in
// the dump; but not while a chat server runs. Runs in mongosh.
//
//   MONGO_URL  connection string of the replica set
//   DATABASE   the database of the chat

const MINUTES = 2;

// A server renews its entry every ten seconds; the clock is that of the database.
function running(connection, database) {
	const now = connection.getDB("admin").runCommand({ hello: 1 }).localTime;
	const since = new Date(now.getTime() - MINUTES * 60 * 1000);
	return database.getCollection("instances").countDocuments({ _updatedAt: { $gt: since } });
}

const connection = new Mongo(process.env.MONGO_URL);
const database = connection.getDB(process.env.DATABASE);
const servers = running(connection, database);
if (servers > 0) {
	print(`chat servers that run, or ran ${MINUTES} minutes ago: ${servers}. Nothing is restored beside them.`);
	quit(1);
} else {
	// One by one: of an external database the chat's user may drop no more than collections.
	for (const name of database.getCollectionNames().filter((one) => !one.startsWith("system.")))
		database.getCollection(name).drop();
	print(`${process.env.DATABASE} is empty`);
}
