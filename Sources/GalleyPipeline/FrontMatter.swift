internal import GalleyText

/// The lines between `---` and `---` at the start of a file, and what they say of the article.
struct FrontMatter {
    /// How many bytes it takes, with the blank lines behind it.
    let count: Int
    /// The value of `title`.
    var title: String?
    /// The value of `language` or `lang`.
    var language: Language?
    /// The value of `source`.
    var source: String?
    /// The value of `id`.
    var id: String?

    /// Finds front matter at the start of `text`; `nil` if there is none.
    ///
    /// Each line is a comment, blank, indented, a list item or `key: value` with a key in lower case, and one of the keys
    /// is `title`, `language` or `lang`: what an article says between two rules, such as `ANNA: Who is there?`, is text.
    /// At most 200 lines are looked at.
    init?(_ text: [UInt8]) {
        let bytes = text.span
        guard bytes.has("---", at: 0) else { return nil }
        let lines = LineTable(bytes.extracting(0..<min(text.count, 1 << 16)))
        guard lines.count > 2, bytes.string(lines[0].trimmed) == "---" else { return nil }
        var isCertain = false
        var end: Int?
        for number in 1..<min(lines.count, 200) {
            let line = bytes.string(lines[number].content)
            if line.trimmedOfSpaces() == "---" {
                end = number
                break
            }
            guard let first = line.first, first != " ", first != "\t", first != "#", first != "-" else { continue }
            guard let colon = line.firstIndex(of: ":"), Self.isKey(line[..<colon]) else {
                if line.trimmedOfSpaces().isEmpty { continue }
                return nil
            }
            let value = Self.unquoted(String(line[line.index(after: colon)...]).trimmedOfSpaces())
            switch line[..<colon] {
            case "title": (title, isCertain) = (value, true)
            case "language", "lang": (language, isCertain) = (value.flatMap(Language.init(tag:)), true)
            case "source": source = value
            case "id": id = value
            default: break
            }
        }
        guard var number = end, isCertain else { return nil }
        repeat { number += 1 } while number < lines.count && lines[number].isBlank
        count = number < lines.count ? lines[number].start : lines[lines.count - 1].next
    }

    private static func isKey(_ key: some StringProtocol) -> Bool {
        key.utf8.first?.isASCIILower == true
            && key.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x2D || $0 == 0x5F }
    }

    private static func unquoted(_ value: String) -> String? {
        guard let first = value.first, first == "\"" || first == "'", value.last == first, value.count >= 2 else {
            return value.isEmpty ? nil : value
        }
        let inner = String(value.dropFirst().dropLast())
        return first == "'"
            ? inner.replacing("''", with: "'") : inner.replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    }
}
