internal import GalleyText

/// Reads a taxonomy file, and says of each mistake where it stands and what would be right.
struct TaxonomyReader {
    private(set) var taxonomy = Taxonomy()
    private var reader: SettingReader
    private var numbers: [String: Int] = [:]
    private var parents: [(topic: Int, name: Setting)] = []
    private var scheme: String?

    /// Reads a taxonomy; `nil`, with the mistakes given to `reader`, if anything is wrong with it.
    static func read(_ setting: Setting, _ reader: inout SettingReader) -> Taxonomy? {
        let before = reader.mistakes.count
        var reading = TaxonomyReader(reader: reader)
        reading.readFile(setting)
        reader = reading.reader
        return reader.mistakes.count == before ? reading.taxonomy : nil
    }

    private init(reader: SettingReader) { self.reader = reader }

    // MARK: the file

    private mutating func readFile(_ setting: Setting) {
        let keys = ["version", "taxonomy", "defaults", "topics"]
        guard let pairs = mapping(setting, of: "a taxonomy", keys: keys) else { return }
        for (key, value) in pairs {
            switch key.text {
            case "version":
                if value.text != "1" {
                    reader.report(
                        at: value.place,
                        "this taxonomy has version \(value.described); galley reads version 1"
                    )
                }
            case "taxonomy":
                for (key, value) in mapping(value, of: "taxonomy", keys: ["scheme", "release", "licence"]) ?? [] {
                    let text = text(value, of: key.text ?? "")
                    if key.text == "scheme" { scheme = text }
                }
            case "defaults":
                let fields = TopicLimits.fields
                for (key, value) in mapping(value, of: "defaults", keys: fields.map(\.name)) ?? [] {
                    fields.first { $0.name == key.text }?.read(value, &taxonomy.limits, &reader)
                }
            default: break
            }
        }
        guard let topics = setting["topics"], case .sequence(let items) = topics.value, !items.isEmpty else {
            reader.report(
                at: setting["topics"]?.place ?? setting.place,
                "a taxonomy needs a list of topics",
                hint: "write topics: [{id: medtop:15000000, terms: {en: [{w: 3, any: [world cup]}]}}]"
            )
            return
        }
        for item in items { readTopic(item) }
        for (topic, name) in parents { resolve(name, of: topic) }
        taxonomy.finish()
    }

    // MARK: a topic

    private mutating func readTopic(_ setting: Setting) {
        let keys = ["id", "label", "parent", "terms", "require-any", "not", "threshold"]
        guard let pairs = mapping(setting, of: "a topic", keys: keys) else { return }
        guard let id = setting["id"] else {
            reader.report(at: setting.place, "a topic needs an id", hint: "such as id: medtop:15000000")
            return
        }
        let index = taxonomy.topics.count
        var topic = Taxonomy.Topic()
        topic.id = readID(id, index)
        taxonomy.topics.append(topic)
        for (key, value) in pairs {
            switch key.text {
            case "label": taxonomy.topics[index].labels = readLabels(value)
            case "parent": if value.text != "null" { parents.append((index, value)) }
            case "terms":
                for (language, groups) in languages(value, of: "terms") {
                    let number = taxonomy.number(ofLanguage: Language(rawValue: language.text ?? "").rawValue)
                    readGroups(groups, of: index, .speaks, language: number)
                }
            case "require-any":
                taxonomy.topics[index].isGated = true
                readTerms(value, of: index, .opens, weight: 0, exact: false, language: nil)
            case "not": readGroups(value, of: index, .opposes, language: nil)
            case "threshold":
                taxonomy.topics[index].threshold = number(value, of: "threshold", in: 0...1000)
            default: break
            }
        }
    }

    private mutating func readID(_ setting: Setting, _ number: Int) -> String {
        guard let id = text(setting, of: "id") else { return "" }
        if let scheme, !id.hasPrefix(scheme + ":") {
            reader.report(at: setting.place, "the id '\(id)' does not begin with '\(scheme):', the taxonomy's scheme")
        }
        if numbers.updateValue(number, forKey: id) != nil {
            reader.report(at: setting.place, "the topic '\(id)' stands twice in this taxonomy")
        }
        return id
    }

    private mutating func readLabels(_ setting: Setting) -> [String: String] {
        var labels: [String: String] = [:]
        for (language, label) in languages(setting, of: "label") {
            labels[Language(rawValue: language.text ?? "").rawValue] = text(label, of: "label")
        }
        return labels
    }

    private mutating func resolve(_ name: Setting, of topic: Int) {
        guard let parent = name.text.flatMap({ numbers[$0] }) else {
            reader.report(taxonomy.unknownTopic(name))
            return
        }
        var above: Int? = parent
        while let next = above {
            guard next != topic else {
                reader.report(at: name.place, "the topic '\(taxonomy.topics[topic].id)' would be above itself")
                return
            }
            above = taxonomy.topics[next].parent
        }
        taxonomy.topics[topic].parent = parent
    }

    // MARK: terms

    /// Reads `[{w: 3, any: [interest rate*, …], case: exact}, …]`.
    private mutating func readGroups(_ setting: Setting, of topic: Int, _ role: Taxonomy.Use.Role, language: Int?) {
        guard case .sequence(let groups) = setting.value else {
            reader.report(at: setting.place, "terms are a list, not \(setting.described)", hint: Self.groupHint)
            return
        }
        for group in groups {
            guard mapping(group, of: "a group of terms", keys: ["w", "any", "case"]) != nil else { continue }
            guard let weight = group["w"], let terms = group["any"] else {
                reader.report(
                    at: group.place,
                    "a group of terms needs \(group["w"] == nil ? "a weight 'w'" : "a list 'any'")",
                    hint: Self.groupHint
                )
                continue
            }
            if let kind = group["case"], kind.text != "exact" {
                reader.report(at: kind.place, "case takes exact, not \(kind.described)")
            }
            guard let weight = number(weight, of: "w", in: 0.01...100) else { continue }
            let exact = group["case"] != nil
            readTerms(terms, of: topic, role, weight: weight, exact: exact, language: language)
        }
    }

    private static let groupHint = "write [{w: 3, any: [interest rate*, central bank]}]"

    private mutating func readTerms(
        _ setting: Setting,
        of topic: Int,
        _ role: Taxonomy.Use.Role,
        weight: Double,
        exact: Bool,
        language: Int?
    ) {
        guard case .sequence(let items) = setting.value else {
            reader.report(at: setting.place, "a list of terms is wanted here, not \(setting.described)")
            return
        }
        if items.isEmpty { reader.report(at: setting.place, "a list of terms is empty") }
        for item in items {
            guard let source = text(item, of: "a term") else { continue }
            do throws(Term.Fault) {
                let term = try Term(source, exact: exact, &taxonomy.words)
                let use = Taxonomy.Use(topic: topic, role: role, term: term, weight: weight, language: language)
                taxonomy.uses.append(use)
                let place = UInt64(topic * 4 + role.rawValue)
                if seen.insert((use.key ^ place) &* 0xd6e8_feb8_6659_fd93, 0) != nil {
                    reader.report(at: item.place, "the term '\(source)' stands twice in this topic")
                }
            } catch {
                reader.report(at: item.place, error.message)
            }
        }
    }

    /// The keys of the uses, mixed with their topics and roles.
    private var seen = HashTable(capacity: 1 << 10)

    // MARK: values

    private mutating func mapping(
        _ setting: Setting,
        of what: String,
        keys: [String]
    ) -> [(key: Setting, value: Setting)]? {
        guard case .mapping(let pairs) = setting.value else {
            reader.report(at: setting.place, "\(what) is a mapping, not \(setting.described)")
            return nil
        }
        for (key, _) in pairs where !keys.contains(key.text ?? "") {
            let guess = key.text.flatMap { nearest(to: $0, among: keys) }
            reader.report(
                at: key.place,
                "unknown key \(key.described) of \(what)" + (guess.map { "; did you mean '\($0)'?" } ?? ""),
                hint: "keys here: \(keys.joined(separator: ", "))"
            )
        }
        return pairs
    }

    private mutating func languages(_ setting: Setting, of what: String) -> [(key: Setting, value: Setting)] {
        guard case .mapping(let pairs) = setting.value else {
            reader.report(
                at: setting.place,
                "\(what) is a mapping by language, not \(setting.described)",
                hint: "write \(what): {en: …}"
            )
            return []
        }
        return pairs.filter { (key, _) in
            let tag = key.text ?? ""
            if (2...3).contains(tag.utf8.count), tag.utf8.allSatisfy(\.isASCIILower) { return true }
            reader.report(at: key.place, "\(key.described) is no language tag such as en")
            return false
        }
    }

    private mutating func text(_ setting: Setting, of what: String) -> String? {
        if let text = setting.text, !text.isEmpty { return text }
        reader.report(at: setting.place, "\(what) is text, not \(setting.described)")
        return nil
    }

    private mutating func number(_ setting: Setting, of what: String, in range: ClosedRange<Double>) -> Double? {
        if let number = setting.text.flatMap(Double.init), range.contains(number) { return number }
        reader.report(
            at: setting.place,
            "\(what) takes a number from \(range.lowerBound) to \(range.upperBound), not \(setting.described)"
        )
        return nil
    }
}
