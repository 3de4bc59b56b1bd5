#ifndef RCC_TESTS_SUPPORT_LIBRARY_H
#define RCC_TESTS_SUPPORT_LIBRARY_H
/*
 * A library small enough to be read whole, for tests and fuzzers that compile on a fake file
 * system. It uses every form of type, so that inputs can reach every pass.
 */

#define LIBRARY_FOLDER "/library"

static const char library_prelude[] =
	"type Metadata = { name: String, namespace?: String, labels?: [String: String] }\n"
	"@k8s(\"v1\", \"ConfigMap\")\n"
	"type ConfigMap = { metadata: Metadata, data?: [String: String] }\n"
	"@k8s(\"v1\", \"ServiceAccount\")\n"
	"type ServiceAccount = { metadata: Metadata, secrets?: [Item by name] }\n"
	"type Item = { name: String, text?: String, size: Bytes = 1Mi, more: [Item by name] = [] }\n"
	"type Object = ConfigMap | ServiceAccount\n"
	"type Port = Int where 1 <= it and it <= 65535\n"
	"type Store = memory | disk { size: Bytes, class?: String } | \"remote\"\n"
	"type Stack = {\n"
	"  name: String\n"
	"  allow?: Allow\n"
	"  count: Int = 1\n"
	"  port: Port = 80\n"
	"  ratio: Float = 0.5\n"
	"  cpu: Cpu = 100m\n"
	"  wait: Duration = count * 5s\n"
	"  text: String = \"\"\n"
	"  words: [String] = []\n"
	"  numbers: [Int] = []\n"
	"  table: [String: String] = {}\n"
	"  items: [Item by name] = []\n"
	"  stores: [Store by tag] = []\n"
	"  store: Store = memory\n"
	"  scale?: Range[Int]\n"
	"  version: Version = \"1.2.3\"\n"
	"  password?: Secret\n"
	"}\n"
	"type SecretKey = {\n"
	"  key: String\n"
	"  make: external | random { length: Int, alphabet: String } | template { text: String } | fixed { "
	"text: String }\n"
	"  about: String\n"
	"  readers: [String]\n"
	"}\n"
	"type SecretNeed = { name: String, keys: [SecretKey] }\n"
	"fn map_of(s: Stack, i: Int): ConfigMap = {\n"
	"  metadata { name = \"${s.name}-${i}\" }\n"
	"  data { \"text\" = s.text, \"words\" = join(s.words, \" \"), \"all\" = json(s.table) }\n"
	"}\n"
	"fn objects(s: Stack): [Object] = [for i in range(0, s.count): map_of(s, i)]\n"
	"fn secrets(s: Stack): [SecretNeed] = []\n"
	"fn summary(s: Stack): [String] = [\"${s.name}: ${sum(s.numbers)}\"]\n"
	"check count_fits(s: Stack) {\n"
	"  given s.scale\n"
	"  require s.scale.max >= s.count\n"
	"  error TST1001 \"${s.count} is above ${s.scale.max}\"\n"
	"    at s.count \"wanted\"\n"
	"    at s.scale \"allowed\"\n"
	"  fix \"take the maximum\" { s.count = s.scale.max }\n"
	"}\n";

#endif
