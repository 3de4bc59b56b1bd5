// Lets each member take its certificate from its files again, which have changed
// when it was renewed. It may run at any time. Runs in mongosh.
//
//   HOSTS    the members and arbiters, with commas between them
//   KEYFILE  file with the key of the set
//   CA_FILE  file with the authority that certifies them; empty for connections in clear

// The members know each other by the key; so does this script. Arbiters have no users, and take it, too.
function member_uri(host, key, ca) {
	const tls = ca ? `&tls=true&tlsCAFile=${encodeURIComponent(ca)}` : "";
	return `mongodb://__system:${encodeURIComponent(key)}@${host}/?authSource=local` +
		`&authMechanism=SCRAM-SHA-256&directConnection=true&serverSelectionTimeoutMS=5000${tls}`;
}

// Connections that are there keep the old certificate until they end.
function rotate(host, key, ca) {
	try {
		new Mongo(member_uri(host, key, ca)).getDB("admin").runCommand({ rotateCertificates: 1 });
		print(`${host} uses the certificate of its files`);
		return true;
	} catch (error) {
		print(`${host}: ${error.codeName || error.message}`);
		return false;
	}
}

function main() {
	const key = require("fs").readFileSync(process.env.KEYFILE, "utf8").replace(/\s/g, "");
	const hosts = process.env.HOSTS.split(",");
	const failed = hosts.filter((host) => !rotate(host, key, process.env.CA_FILE));
	if (failed.length > 0) {
		print(`not done: ${failed.join(" ")}`);
		quit(1);
	}
}

main();
