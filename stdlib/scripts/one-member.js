// Writes a connection string for the member that a dump is made of. Where secondaries may be read, mongodump asks another
// one for each collection: where one lags behind, the dump is no state that there ever was. Runs in mongosh.
//
//   MONGO_URL  connection string of the set; a database in it only says where its user is found
//   TARGET     file for the other one, without a database: mongodump takes none beside the oplog

const LAG_SECONDS = 60; // who is further behind is the last choice

function option(options, name) {
	const found = options.find((one) => one.split("=")[0].toLowerCase() === name);
	return found === undefined ? undefined : found.slice(found.indexOf("=") + 1);
}

function parse(url) {
	const parts = /^(mongodb(?:\+srv)?):\/\/([^@/]*@)?([^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(url.trim());
	if (parts === null) {
		print("this is no connection string, such as mongodb://user:password@host,host/?options");
		quit(1);
	}
	const [, scheme, user = "", hosts, database = "", query = ""] = parts;
	return { scheme, user, hosts, database, options: query.split("&").filter((one) => one !== "") };
}

// What `+srv` means by default: TLS, and users of admin.
function options_of({ scheme, user, database, options }) {
	const further = [];
	const by_password = !/X509|AWS|OIDC/.test(option(options, "authmechanism") || "");
	if (option(options, "authsource") === undefined && user !== "" && by_password) {
		if (database !== "" && scheme === "mongodb")
			further.push(`authSource=${database}`);
		else if (scheme === "mongodb+srv")
			further.push("authSource=admin");
	}
	if (scheme === "mongodb+srv" && option(options, "tls") === undefined && option(options, "ssl") === undefined)
		further.push("tls=true");
	return [...options, ...further];
}

function of_set(url) {
	const { scheme, user, hosts } = url;
	const options = scheme === "mongodb+srv" ? url.options : options_of(url);
	return `${scheme}://${user}${hosts}/${options.length > 0 ? "?" : ""}${options.join("&")}`;
}

function of_member(url, host) {
	const of_the_set = /^(replicaset|readpreferencetags|maxstalenessseconds|directconnection|srv[a-z]+)=/i;
	const options = options_of(url).filter((one) => !of_the_set.test(one));
	return `mongodb://${url.user}${host}/?${[...options, "directConnection=true"].join("&")}`;
}

// One who does not answer is no choice.
function asked(url, host) {
	try {
		const hello = new Mongo(`${of_member(url, host)}&serverSelectionTimeoutMS=5000`).getDB("admin").runCommand({ hello: 1 });
		return [{ host, ...hello, written: hello.lastWrite.lastWriteDate.getTime() }];
	} catch (error) {
		print(`${host}: ${error.codeName || error.message}`);
		return [];
	}
}

// The first tags that some member has count; none are every member.
function tagged(options, members) {
	const wanted = options.filter((one) => /^readpreferencetags=/i.test(one))
		.map((one) => decodeURIComponent(one.slice(one.indexOf("=") + 1)).split(",").filter((tag) => tag !== ""));
	const has = (member, tag) => (member.tags || {})[tag.split(":")[0]] === tag.slice(tag.indexOf(":") + 1);
	for (const tags of wanted) {
		const found = members.filter((member) => tags.every((tag) => has(member, tag)));
		if (found.length > 0)
			return found;
	}
	return wanted.length > 0 ? [] : members;
}

function choose(options, members) {
	const preference = option(options, "readpreference").toLowerCase();
	const newest = Math.max(...members.map(({ written }) => written));
	const secondaries = tagged(options, members.filter(({ secondary }) => secondary))
		.sort((a, b) => b.written - a.written);
	const primary = members.find(({ isWritablePrimary }) => isWritablePrimary);
	const fresh = secondaries.find(({ written }) => newest - written <= LAG_SECONDS * 1000);
	if (preference === "secondary")
		return secondaries[0];
	return preference === "primarypreferred" ? primary || secondaries[0] : fresh || primary || secondaries[0];
}

// A host without a set is taken as it is, as mongodump does.
function is_of_one({ scheme, hosts, options }) {
	return option(options, "directconnection") === "true" ||
		(scheme === "mongodb" && !hosts.includes(",") && option(options, "replicaset") === undefined);
}

function main() {
	const url = parse(process.env.MONGO_URL);
	const preference = option(url.options, "readpreference");
	let target = of_set(url);
	if (preference !== undefined && preference.toLowerCase() !== "primary" && !is_of_one(url)) {
		const hello = new Mongo(target).getDB("admin").runCommand({ hello: 1 });
		const hosts = [...hello.hosts || [], ...hello.passives || []];
		if (hosts.length > 0) { // no mongos
			const member = choose(url.options, hosts.flatMap((host) => asked(url, host)));
			if (member === undefined) {
				print(`no member may be read with readPreference=${preference}`);
				quit(1);
			}
			print(`the dump is made of ${member.host}`);
			target = of_member(url, member.host);
		}
	}
	require("fs").writeFileSync(process.env.TARGET, target, { mode: 0o600 });
}

main();
