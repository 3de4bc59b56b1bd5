// Says what a database holds: a line `NAME 1` for each collection, or `NAME 0`
// for an empty one. Runs in mongosh.
//
//   MONGO_URL  connection string of the server
//   DATABASE   the database

const database = new Mongo(process.env.MONGO_URL).getDB(process.env.DATABASE);
const names = database.getCollectionNames().filter((name) => !name.startsWith("system."));
for (const name of names.sort())
	print(`${name} ${database.getCollection(name).findOne({}, { _id: 1 }) === null ? 0 : 1}`);
