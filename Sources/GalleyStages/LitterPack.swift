internal import GalleyText

/// What kind of litter a line is, after what is found on news pages.
enum LitterKind: String, CaseIterable, Sendable {
    case adLabel = "ad-label"
    case breadcrumb
    case byline
    case comments
    case contact
    case cookieNotice = "cookie-notice"
    case copyright
    case credit
    case dateline
    case jumpLink = "jump-link"
    case menuLabel = "menu-label"
    case newsletter
    case nextTeaser = "next-teaser"
    case paywall
    case readMore = "read-more"
    case relatedHead = "related-head"
    case scriptNotice = "script-notice"
    case shareBar = "share-bar"
    case tags
    case ticker
    case videoWidget = "video-widget"

    /// Kinds that belong to the article for many readers, and stay unless the pipeline asks for them.
    static let optional: [LitterKind] = [.byline, .credit, .dateline]
}

/// A rule of a pack: which lines are litter, and where.
struct LitterRule: Sendable {
    /// Where in the text a line has to stand, seen from the first and last paragraphs.
    enum Position: String, CaseIterable, Sendable {
        case anywhere, top, bottom, edge
    }

    /// The name that edits give.
    let name: String
    /// The pack's name.
    let pack: String
    let kind: LitterKind
    /// Globs over the folded line, braces written out.
    var lines: [Setting] = []
    /// The line consists of these words and fillers alone, in any order, and has two different ones of these.
    var words: [Setting] = []
    /// Words that may stand among those, and say nothing by themselves: “No, no” is no bar of buttons.
    var fillers: [Setting] = []
    var position = Position.anywhere
    /// A line in its position goes whatever stands beside it; not with `neighbours: litter` and no position.
    var standsAlone = true
    /// A line in another position goes too, where it stands beside litter.
    var besideLitter = false
    /// The list of short lines below it goes too.
    var takesList = false
    /// Long lines are matched by their beginning.
    var isLong = false
    /// A line that ends like a sentence stays.
    var opensEnd = false
    var maximumWords = 30
    /// Lines that the rule removes, for the tests.
    var examples: [Setting] = []
    /// Lines that the whole pack leaves, for the tests.
    var keep: [Setting] = []

    /// The rule without what it was read from, once its lines are in an index.
    var withoutTexts: LitterRule {
        var rule = self
        (rule.lines, rule.words, rule.examples, rule.keep) = ([], [], [], [])
        return rule
    }
}

/// The litter rules of one language, as a file `packs/NAME.yaml` has them.
struct LitterPack: Sendable {
    let name: String
    let rules: [LitterRule]
    /// Words of saying: a line that has one reports, and is no notice of the page.
    let saying: [Setting]

    /// Reads a pack; what is wrong in it goes to the reader.
    init(_ setting: Setting, name: String, _ reader: inout SettingReader) {
        self.name = name
        var rules: [LitterRule] = []
        var saying: [Setting] = []
        for (key, value) in setting.pairs(keys: ["language", "saying", "rules"], of: "a pack", &reader) {
            if key == "saying" { saying = LitterRule.texts(value, of: key, &reader) }
            guard key == "rules" else { continue }
            guard case .sequence(let items) = value.value else {
                reader.report(at: value.place, "rules is a list of rules, not \(value.described)")
                continue
            }
            for item in items {
                if let rule = LitterRule(item, pack: name, &reader) { rules.append(rule) }
            }
        }
        (self.rules, self.saying) = (rules, saying)
    }
}

extension LitterRule {
    private static let keys = [
        "name", "kind", "lines", "words", "fillers", "position", "neighbours", "takes", "length", "ends", "max-words",
        "examples", "keep",
    ]

    fileprivate init?(_ setting: Setting, pack: String, _ reader: inout SettingReader) {
        let pairs = setting.pairs(keys: Self.keys, of: "a rule", &reader)
        guard let name = pairs.first(where: { $0.key == "name" })?.value.text, !name.isEmpty else {
            reader.report(at: setting.place, "the rule has no name", hint: "write name: next-teaser")
            return nil
        }
        let kind = pairs.first { $0.key == "kind" }?.value
        self.init(name: name, pack: pack, kind: kind.flatMap { Self.choice($0, of: "kind", &reader) } ?? .menuLabel)
        if kind == nil { reader.report(at: setting.place, "the rule '\(name)' has no kind") }
        for (key, value) in pairs {
            switch key {
            case "lines": lines = Self.texts(value, of: key, &reader)
            case "words": words = Self.texts(value, of: key, &reader)
            case "fillers": fillers = Self.texts(value, of: key, &reader)
            case "examples": examples = Self.texts(value, of: key, &reader)
            case "keep": keep = Self.texts(value, of: key, &reader)
            case "position": position = Self.choice(value, of: key, &reader) ?? position
            case "neighbours": besideLitter = Self.word(value, "litter", of: key, &reader)
            case "takes": takesList = Self.word(value, "list", of: key, &reader)
            case "length":
                isLong = Self.word(value, "any", of: key, &reader)
                if !pairs.contains(where: { $0.key == "max-words" }) { maximumWords = .max }
            case "ends": opensEnd = Self.word(value, "open", of: key, &reader)
            case "max-words":
                guard let number = value.text.flatMap(Int.init), (1...200).contains(number) else {
                    reader.report(
                        at: value.place,
                        "max-words takes a whole number from 1 to 200, not \(value.described)"
                    )
                    continue
                }
                maximumWords = number
            default: break
            }
        }
        standsAlone = position != .anywhere || !besideLitter
        if lines.isEmpty && words.isEmpty {
            reader.report(at: setting.place, "the rule '\(name)' has neither lines nor words")
        }
    }

    fileprivate static func texts(_ setting: Setting, of key: String, _ reader: inout SettingReader) -> [Setting] {
        guard case .sequence(let items) = setting.value, items.allSatisfy({ $0.text?.isEmpty == false }) else {
            reader.report(
                at: setting.place,
                "\(key) is a list of texts, not \(setting.described)",
                hint: "write \(key): ['…']"
            )
            return []
        }
        return items
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ setting: Setting,
        of key: String,
        _ reader: inout SettingReader
    ) -> Choice? {
        if let choice = setting.text.flatMap(Choice.init(rawValue:)) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        let guess = setting.text.flatMap { nearest(to: $0, among: names) }.map { "; did you mean '\($0)'?" } ?? ""
        let message = "\(key) is one of \(names.joined(separator: ", ")), not \(setting.described)\(guess)"
        reader.report(at: setting.place, message)
        return nil
    }

    /// Whether a key that knows only one word has it.
    private static func word(
        _ setting: Setting,
        _ word: String,
        of key: String,
        _ reader: inout SettingReader
    ) -> Bool {
        if setting.text != word {
            reader.report(at: setting.place, "\(key) is '\(word)' or left out, not \(setting.described)")
        }
        return true
    }
}

extension Setting {
    /// The pairs of a mapping whose keys are known; mistakes for all else.
    fileprivate func pairs(
        keys: [String],
        of what: String,
        _ reader: inout SettingReader
    ) -> [(key: String, value: Setting)] {
        guard case .mapping(let pairs) = value else {
            reader.report(
                at: place,
                "\(what) is a mapping, not \(described)",
                hint: "keys: \(keys.joined(separator: ", "))"
            )
            return []
        }
        return pairs.compactMap { pair in
            let key = pair.key.text ?? ""
            if keys.contains(key) { return (key, pair.value) }
            let guess = nearest(to: key, among: keys).map { "; did you mean '\($0)'?" } ?? ""
            reader.report(
                at: pair.key.place,
                "\(what) has no key '\(key)'\(guess)",
                hint: "keys: \(keys.joined(separator: ", "))"
            )
            return nil
        }
    }
}
