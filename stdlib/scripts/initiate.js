// Brings a replica set to what the stack says: initiates it once, then adds,
// removes and changes members one at a time, and makes the users. It may run
// at any time, again and again, with any member up or down: it changes nothing
// that is right already, and gives up with an error, to be tried again, where
// it cannot go on safely. Runs in mongosh.
//
//   REPLICA_SET    name of the set
//   MEMBERS        JSON: [{ "_id", "host", "priority", "votes", "hidden" }], and for some "arbiterOnly" or
//                  "secondaryDelaySecs" ("slaveDelay" before 5.0)
//   USERS          JSON: [{ "user", "password_variable", "roles": [{ "role", "db" }] }]
//   KEYFILE        file with the key of the set
//   CA_FILE        file with the authority that certifies the members; empty for connections in clear
//   WRITE_CONCERN  what a write waits for if it does not say: `majority` or `1`; not before 5.0
//   OPLOG_SIZE     size of the oplog in MiB; without it as it is
//   RELEASE        line of releases that the members run, as `8.0`: data become compatible with it
//   WAIT_SECONDS   how long to wait for members and for a primary

const NOT_YET_INITIALIZED = 94;
const USER_NOT_FOUND = 11;

function fail(message) {
	print(message);
	quit(1);
	throw new Error(message);
}

// The members know each other by the key; so does this script. No user has to exist for it.
function member_uri(host, key) {
	const ca = process.env.CA_FILE;
	const tls = ca ? `&tls=true&tlsCAFile=${encodeURIComponent(ca)}` : "";
	return `mongodb://__system:${encodeURIComponent(key)}@${host}/?authSource=local` +
		`&authMechanism=SCRAM-SHA-256&directConnection=true&serverSelectionTimeoutMS=5000${tls}`;
}

function run(connection, command) {
	return connection.getDB("admin").runCommand(command);
}

// What one member knows: its connection and whether it belongs to a set; or null, if it cannot be asked.
function ask(host, key) {
	try {
		const connection = new Mongo(member_uri(host, key));
		const hello = run(connection, { hello: 1 });
		let initialized = true;
		try {
			run(connection, { replSetGetConfig: 1 });
		} catch (error) {
			if (error.code !== NOT_YET_INITIALIZED)
				throw error;
			initialized = false;
		}
		return { host, connection, hello, initialized };
	} catch (error) {
		print(`${host}: ${error.codeName || error.message}`);
		return null;
	}
}

function ask_all(hosts, key) {
	const answers = [];
	for (const host of hosts) {
		const answer = ask(host, key);
		if (answer !== null)
			answers.push(answer);
	}
	return answers;
}

function find_primary(answers, key) {
	for (const answer of answers)
		if (answer.hello.isWritablePrimary)
			return answer;
	// The primary may be a member that is to be removed.
	for (const answer of answers) {
		const primary = answer.hello.primary && ask(answer.hello.primary, key);
		if (primary && primary.hello.isWritablePrimary)
			return primary;
	}
	return null;
}

function initial_config(name, members) {
	return { _id: name, version: 1, members };
}

// A set is initiated only if every member answers and none belongs to a set: a
// member that is down might be the one that holds the data.
function initiate_if_new(answers, name, members) {
	if (answers.length < members.length)
		return;
	for (const answer of answers)
		if (answer.initialized)
			return;
	print(`initiating ${name} with ${members.length} members`);
	run(answers[0].connection, { replSetInitiate: initial_config(name, members) });
}

function wait_for_primary(settings) {
	const hosts = settings.members.map((member) => member.host);
	const deadline = Date.now() + settings.wait_seconds * 1000;
	let initiated = false;
	for (;;) {
		const answers = ask_all(hosts, settings.key);
		const primary = find_primary(answers, settings.key);
		if (primary !== null)
			return primary.connection;
		if (!initiated) {
			initiate_if_new(answers, settings.name, settings.members);
			initiated = answers.length === hosts.length;
		}
		if (Date.now() >= deadline)
			fail(`no primary, and ${answers.length} of ${hosts.length} members answer: trying again later`);
		sleep(2000);
	}
}

function delay_of(member) {
	return Number(member.secondaryDelaySecs || member.slaveDelay || 0);
}

function same_settings(have, want) {
	return Number(have.priority) === want.priority && Number(have.votes) === want.votes &&
		Boolean(have.hidden) === want.hidden && delay_of(have) === delay_of(want);
}

// What the set knows of a member beside what the stack says; a delay that the stack does not ask for ends.
function changed(now, want) {
	const { secondaryDelaySecs, slaveDelay, ...rest } = now;
	return { ...rest, ...want, _id: now._id };
}

function replace(members, old, now) {
	return members.map((member) => member === old ? now : member);
}

// A member that the set does not know by this name: one under another name, or a new one.
function admit(have, wanted, missing, key) {
	const answer = ask(missing.host, key);
	if (answer === null)
		fail(`${missing.host} does not answer: a member that is down is not added`);
	const known = have.find((member) => member.host === answer.hello.me && !wanted.has(member.host));
	if (known)
		return { what: `renaming ${known.host} to ${missing.host}`,
			members: replace(have, known, { ...known, host: missing.host }) };
	const taken = have.map((member) => Number(member._id));
	const free = taken.includes(missing._id) ? Math.max(...taken) + 1 : missing._id;
	return { what: `adding ${missing.host}`, members: [...have, { ...missing, _id: free }] };
}

// The next change that brings `have` closer to `want`, or null. The server
// allows one vote to change at a time, so each change touches one member.
// Members come before others go, so that the set is never smaller than both.
function next_change(have, want, key) {
	const hosts = new Set(have.map((member) => member.host));
	const wanted = new Set(want.map((member) => member.host));
	const missing = want.find((member) => !hosts.has(member.host));
	if (missing)
		return admit(have, wanted, missing, key);
	const surplus = have.find((member) => !wanted.has(member.host));
	if (surplus)
		return { what: `removing ${surplus.host}`, surplus: surplus.host,
			members: have.filter((member) => member !== surplus) };
	for (const member of want) {
		const now = have.find((other) => other.host === member.host);
		if (!same_settings(now, member))
			return { what: `changing ${member.host}`,
				members: replace(have, now, changed(now, member)) };
	}
	return null;
}

// Steps down a primary that is to be removed; the caller then finds the new one.
function leaves_office(connection, surplus) {
	if (!surplus || run(connection, { hello: 1 }).me !== surplus)
		return false;
	print(`${surplus} is the primary and has to go: it steps down`);
	try {
		run(connection, { replSetStepDown: 60, secondaryCatchUpPeriodSecs: 30 });
	} catch (error) {
		print(`stepping down: ${error.codeName || error.message}`);
	}
	return true;
}

// Refused while the change before has not reached a majority, or if the primary changed: the caller looks again.
function reconfigure(connection, config) {
	try {
		run(connection, { replSetReconfig: config });
	} catch (error) {
		print(`not yet: ${error.codeName || error.message}`);
		sleep(2000);
	}
}

// With arbiters the server wants this to be said before they come. It takes a majority, so it is not said again.
function set_write_concern(connection, wanted) {
	if (!wanted)
		return;
	const w = wanted === "majority" ? wanted : Number(wanted);
	const now = run(connection, { getDefaultRWConcern: 1 }).defaultWriteConcern;
	if (now && now.w === w)
		return;
	print(`writes wait for ${wanted} by default`);
	run(connection, { setDefaultRWConcern: 1, defaultWriteConcern: { w } });
}

// A member that is down keeps its size until the next run.
function set_oplog_size(settings) {
	if (!settings.oplog_size)
		return;
	for (const member of settings.members.filter((one) => !one.arbiterOnly)) {
		const answer = ask(member.host, settings.key);
		if (answer === null)
			continue;
		const stats = answer.connection.getDB("local").runCommand({ collStats: "oplog.rs" });
		if (Math.round(Number(stats.maxSize) / 1048576) === settings.oplog_size)
			continue;
		print(`${member.host}: the oplog gets ${settings.oplog_size} MiB`);
		run(answer.connection, { replSetResizeOplog: 1, size: settings.oplog_size });
	}
}

// Whether every member works, and on the release: one of the line before might not follow what is written now.
function all_run(settings) {
	const answers = ask_all(settings.members.map((member) => member.host), settings.key);
	const works = ({ hello }) => hello.isWritablePrimary || hello.secondary || hello.arbiterOnly;
	return answers.length === settings.members.length && answers.every((answer) =>
		works(answer) && run(answer.connection, { buildInfo: 1 }).version.startsWith(`${settings.release}.`));
}

// Also ends what was begun and cut off. Refused while a member copies its data: the caller tries again.
function set_compatibility(connection, release) {
	print(`data become compatible with ${release}`);
	// From 7.0 on the server asks whether it is meant: from there it does not go back.
	const confirm = parseInt(release, 10) >= 7 ? { confirm: true } : {};
	try {
		run(connection, { setFeatureCompatibilityVersion: release, ...confirm });
	} catch (error) {
		print(`not yet: ${error.codeName || error.message}`);
	}
}

// Members of the next line start only on data that are compatible with this one. A new release reaches the members one by
// one, while this script runs.
function raise_compatibility(settings) {
	const deadline = Date.now() + settings.wait_seconds * 1000;
	for (;;) {
		const connection = wait_for_primary(settings);
		const now = run(connection, { getParameter: 1, featureCompatibilityVersion: 1 }).featureCompatibilityVersion;
		if (now.version === settings.release && !now.targetVersion)
			return;
		if (Date.now() >= deadline)
			fail(`data are compatible with ${now.version}, and not all members run ${settings.release} yet: trying again later`);
		if (all_run(settings))
			set_compatibility(connection, settings.release);
		sleep(2000);
	}
}

function reconcile_members(settings) {
	const deadline = Date.now() + settings.wait_seconds * 1000;
	while (Date.now() < deadline) {
		const connection = wait_for_primary(settings);
		const config = run(connection, { replSetGetConfig: 1 }).config;
		set_write_concern(connection, settings.write_concern);
		const change = next_change(config.members, settings.members, settings.key);
		if (change === null)
			return connection;
		if (leaves_office(connection, change.surplus)) {
			sleep(5000);
			continue;
		}
		print(change.what);
		// The server's 64-bit numbers are objects here.
		const version = Number(config.version) + 1;
		reconfigure(connection, { ...config, version, members: change.members });
	}
	return fail("the members could not be brought in order in time");
}

function set_user(connection, user) {
	const admin = connection.getDB("admin");
	const pwd = process.env[user.password_variable];
	// A key of the Secret that is there and holds nothing.
	if (!pwd)
		fail(`the password of the user ${user.user} is empty`);
	try {
		admin.runCommand({ updateUser: user.user, pwd, roles: user.roles });
		print(`user ${user.user} is up to date`);
	} catch (error) {
		if (error.code !== USER_NOT_FOUND)
			throw error;
		admin.runCommand({ createUser: user.user, pwd, roles: user.roles });
		print(`user ${user.user} is made`);
	}
}

function main() {
	const settings = {
		name: process.env.REPLICA_SET,
		members: JSON.parse(process.env.MEMBERS),
		key: require("fs").readFileSync(process.env.KEYFILE, "utf8").replace(/\s/g, ""),
		write_concern: process.env.WRITE_CONCERN,
		oplog_size: Number(process.env.OPLOG_SIZE || 0),
		release: process.env.RELEASE,
		wait_seconds: Number(process.env.WAIT_SECONDS),
	};
	const connection = reconcile_members(settings);
	set_oplog_size(settings);
	for (const user of JSON.parse(process.env.USERS))
		set_user(connection, user);
	raise_compatibility(settings);
	print("the replica set is as the stack says");
}

main();
