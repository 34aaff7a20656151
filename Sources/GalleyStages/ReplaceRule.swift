internal import GalleyText

/// One rule of `replace`: what it looks for, and what it puts there.
struct ReplaceRule: Sendable {
    /// The keys of a rule in a pipeline file.
    static let keys = ["name", "text", "pattern", "with", "case"]

    /// What the record calls it.
    let name: String
    /// Where it stands in the pipeline file.
    let place: Setting.Place
    private let pattern: Pattern
    private let template: [Piece]

    private enum Piece: Sendable {
        case bytes([UInt8])
        case group(Int)
    }

    /// Reads a rule; `nil`, with the mistakes taken, if it is none.
    init?(_ setting: Setting, _ reader: inout SettingReader) {
        guard case .mapping(let pairs) = setting.value else {
            reader.report(
                at: setting.place,
                "a rule takes keys with values, not \(setting.described)",
                hint: "write { text: old, with: new }"
            )
            return nil
        }
        for (key, _) in pairs where !Self.keys.contains(key.text ?? "") {
            let guess = nearest(to: key.text ?? "", among: Self.keys).map { "; did you mean '\($0)'?" } ?? ""
            let hint = "keys here: \(Self.keys.joined(separator: ", "))"
            reader.report(at: key.place, "unknown key '\(key.text ?? "")' of a rule\(guess)", hint: hint)
        }
        place = setting.place
        name = Self.name(setting["name"], &reader)
        let ignoresCase = Self.ignoresCase(setting["case"], &reader)
        guard let with = setting["with"], let replacement = with.text else {
            let value = setting["with"]
            reader.report(
                at: value?.place ?? place,
                "a rule needs 'with', the text to put in" + (value.map { ", not \($0.described)" } ?? ""),
                hint: "write with: '' to put in nothing"
            )
            return nil
        }
        do throws(Mistake) {
            switch (setting["text"], setting["pattern"]) {
            case (let text?, nil):
                pattern = try Self.literal(text, ignoresCase)
                template = [.bytes(Array(replacement.utf8))]
            case (nil, let source?):
                pattern = try Pattern(reading: source, ignoringCase: ignoresCase)
                template = try Self.template(with, replacement, of: pattern)
            default:
                throw Mistake(
                    at: place,
                    "a rule needs either 'text' or 'pattern'",
                    hint: "write { text: old, with: new } or { pattern: '(a+)', with: '$1' }"
                )
            }
        } catch {
            reader.report(error)
            return nil
        }
    }

    /// The matches in a text, from left to right.
    func matches(in bytes: Span<UInt8>) throws(StageFailure) -> [Pattern.Match] {
        var matches: [Pattern.Match] = []
        try pattern.forEachMatch(in: bytes) { matches.append($0) }
        return matches
    }

    /// What is put in place of a match.
    func replacement(of match: Pattern.Match, in bytes: Span<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        for piece in template {
            switch piece {
            case .bytes(let bytes): result += bytes
            case .group(0): result.append(copying: bytes.extracting(match.range))
            case .group(let number):
                if let range = match.groups[number - 1] { result.append(copying: bytes.extracting(range)) }
            }
        }
        return result
    }

    /// What it puts in, if that is the same for each match.
    var constant: [UInt8]? {
        var result: [UInt8] = []
        for piece in template {
            guard case .bytes(let bytes) = piece else { return nil }
            result += bytes
        }
        return result
    }

    /// Says whether it would change this text, which another rule puts in.
    func changes(_ text: [UInt8]) -> Bool {
        guard !text.isEmpty else { return false }
        let bytes = text.span
        guard let matches = try? matches(in: bytes) else { return false }
        for match in matches where !text[match.range].elementsEqual(replacement(of: match, in: bytes)) { return true }
        return false
    }

    private static func name(_ setting: Setting?, _ reader: inout SettingReader) -> String {
        guard let setting else { return "replacement" }
        let isName = { (byte: UInt8) in byte.isASCIILower || byte.isASCIIDigit || byte == 0x2D }
        guard let name = setting.text, !name.isEmpty, name.utf8.allSatisfy(isName) else {
            let hint = "write small letters, digits and hyphens, such as house-style"
            reader.report(at: setting.place, "\(setting.described) is no name of a rule", hint: hint)
            return "replacement"
        }
        return name
    }

    private static func ignoresCase(_ setting: Setting?, _ reader: inout SettingReader) -> Bool {
        guard let setting else { return false }
        if setting.text != "exact", setting.text != "ignore" {
            reader.report(at: setting.place, "case is one of exact, ignore, not \(setting.described)")
        }
        return setting.text == "ignore"
    }

    /// A pattern that matches a text as it stands.
    private static func literal(_ setting: Setting, _ ignoresCase: Bool) throws(Mistake) -> Pattern {
        guard let text = setting.text, !text.isEmpty else {
            throw Mistake(at: setting.place, "a rule's text is at least one character, not \(setting.described)")
        }
        let quoted =
            "\\Q" + text.parts(between: "\\E", omittingEmpty: false).joined(separator: "\\E\\\\E\\Q")
        do throws(Pattern.Fault) { return try Pattern(quoted + "\\E", ignoringCase: ignoresCase) } catch {
            throw Mistake(at: setting.place, "the text cannot be looked for: \(error.message)")
        }
    }

    /// Reads `$1`, `${name}`, `$0` and `$$`.
    private static func template(
        _ setting: Setting,
        _ text: String,
        of pattern: Pattern
    ) throws(Mistake) -> [Piece] {
        var pieces: [Piece] = []
        var literal: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == 0x24 else {
                literal.append(byte)
                continue
            }
            if rest.first == 0x24 {
                literal.append(0x24)
                rest.removeFirst()
                continue
            }
            var name: [UInt8] = []
            if rest.first == 0x7B {
                name = Array(rest.dropFirst().prefix { $0 != 0x7D })
                rest = rest.dropFirst(name.count + 2)
            } else {
                name = Array(rest.prefix(while: \.isASCIIDigit).prefix(2))
                rest = rest.dropFirst(name.count)
            }
            let called = String(decoding: name, as: UTF8.self)
            guard let number = Int(called) ?? pattern.number(ofGroup: called) else {
                let problem = name.isEmpty ? "'$' without a group" : "the pattern has no group '\(called)'"
                throw Mistake(at: setting.place, problem, hint: "write $1, ${name}, or $$ for a dollar sign")
            }
            guard (0...pattern.groupCount).contains(number) else {
                let count = pattern.groupCount == 1 ? "1 group" : "\(pattern.groupCount) groups"
                throw Mistake(at: setting.place, "the pattern has \(count), so that there is no $\(number)")
            }
            pieces += [.bytes(literal), .group(number)]
            literal = []
        }
        return pieces + [.bytes(literal)]
    }
}
