public import GalleyText

/// The forms in which articles come and go.
public enum DocumentFormat: String, CaseIterable, Sendable {
    /// The text itself, with or without front matter.
    case text
    /// Text with front matter.
    case markdown
    /// One object with a field that holds the text.
    case json
    /// One such object a line.
    case jsonl
}

/// An article as it came: its bytes, and where its text lies in them.
public struct Source: Sendable {
    /// The bytes of the file, or of the line in JSON Lines without its line feed.
    public let raw: [UInt8]
    /// The name of the file, or empty.
    public let name: String
    /// The form of `raw`: `text`, `markdown` or `json`; a line of JSON Lines is `json`.
    public let format: DocumentFormat
    /// What is known beside the text.
    public let facts: Article.Facts
    /// The text, as UTF-8.
    public let text: [UInt8]
    /// Where the text lay.
    let place: Place

    enum Place: Sendable {
        /// Behind so many bytes of front matter in the decoded file.
        case file(Decoding, frontMatter: Int)
        /// In a member of an object.
        case member(JSONObject, JSONString)
    }

    /// An object, and which of its members are Galley's business.
    struct JSONObject: Sendable {
        let field: String
        /// The raw value of the member that holds the text.
        let text: Range<Int>
        /// The raw value of a member `galley` that an earlier run wrote.
        let galley: Range<Int>?
        /// The offset of the closing brace.
        let end: Int
    }

    /// Reads a file of text or Markdown.
    ///
    /// - Parameters:
    ///   - encoding: one of `Decoding.names`; `nil` detects it.
    ///   - facts: what the pipeline says; front matter says it better.
    public init(
        file raw: [UInt8],
        name: String = "",
        format: DocumentFormat = .text,
        encoding: String? = nil,
        facts: Article.Facts = Article.Facts()
    ) {
        let decoding = Decoding(raw, as: encoding)
        let front = FrontMatter(decoding.text)
        (self.raw, self.name, self.format) = (raw, name, format)
        self.facts = Article.Facts(
            title: front?.title ?? facts.title,
            language: front?.language ?? facts.language,
            source: front?.source ?? facts.source,
            id: front?.id ?? facts.id,
            isMarkdown: format == .markdown
        )
        text = front.map { Array(decoding.text[$0.count...]) } ?? decoding.text
        place = .file(decoding, frontMatter: front?.count ?? 0)
    }

    /// Reads an object with the text in one of its fields.
    ///
    /// - Throws: `JSONFault` if `raw` is not an object of valid UTF-8 with a string in that field.
    public init(
        object raw: [UInt8],
        name: String = "",
        field: String = "text",
        facts: Article.Facts = Article.Facts()
    ) throws(JSONFault) {
        let bytes = raw.span
        if let invalid = bytes.firstInvalidUTF8() {
            throw JSONFault(offset: invalid.lowerBound, message: "JSON is UTF-8, and this byte is not")
        }
        let start = raw.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var scanner = JSONScanner(bytes, in: start..<raw.count)
        var text: Range<Int>?
        var galley: Range<Int>?
        var facts = facts
        for member in try scanner.object() {
            if bytes.isKey(field, member.key) {
                guard text == nil else {
                    throw JSONFault(
                        offset: member.key.lowerBound,
                        message: "the field '\(field)' stands here a second time"
                    )
                }
                text = member.value
            } else if bytes.isKey("galley", member.key) {
                galley = member.value
            } else if bytes.isKey("title", member.key) || (facts.title == nil && bytes.isKey("headline", member.key)) {
                facts.title = bytes.stringValue(member.value) ?? facts.title
            } else if bytes.isKey("language", member.key) || bytes.isKey("lang", member.key) {
                facts.language = bytes.stringValue(member.value).flatMap(Language.init(tag:)) ?? facts.language
            } else if bytes.isKey("source", member.key) {
                facts.source = bytes.stringValue(member.value) ?? facts.source
            } else if bytes.isKey("id", member.key) {
                facts.id = bytes.stringValue(member.value) ?? facts.id
            }
        }
        guard let text else { throw JSONFault(offset: start, message: "there is no field '\(field)' in the object") }
        guard bytes[text.lowerBound] == 0x22 else {
            throw JSONFault(offset: text.lowerBound, message: "the field '\(field)' is not a string")
        }
        let end = raw.lastIndex(of: 0x7D) ?? raw.count
        let string = JSONString(bytes, at: text)
        (self.raw, self.name, self.format, self.facts) = (raw, name, .json, facts)
        self.text = string.text
        place = .member(JSONObject(field: field, text: text, galley: galley, end: end), string)
    }

    /// The encoding of the file; JSON is always UTF-8.
    public var encoding: String {
        if case .file(let decoding, _) = place { decoding.encoding } else { "utf-8" }
    }

    /// What decoding changed, in places of `raw`.
    public var decodingEdits: EditList {
        if case .file(let decoding, _) = place { decoding.edits } else { EditList() }
    }

    /// What could not be read as it stands and what was read for it, in places of `text`; and a doubt about the encoding.
    public var decodingFindings: [Finding] {
        switch place {
        case .file(let decoding, let frontMatter): findings(of: decoding, behind: frontMatter)
        case .member(_, let string):
            string.loneSurrogates.map { start in
                let message = "half of a surrogate pair is no character, and was read as '\u{FFFD}'"
                return Finding(range: start..<start + 3, rule: "lone-surrogate", message: message)
            }
        }
    }

    private func findings(of decoding: Decoding, behind frontMatter: Int) -> [Finding] {
        var shift = -frontMatter
        var findings: [Finding] = []
        for edit in decoding.edits.edits {
            let start = edit.range.lowerBound + shift
            shift += edit.replacement.count - edit.range.count
            // A byte-order mark is no loss, and what stands in front matter is not in the text.
            guard edit.rule == "invalid-byte", start >= 0 else { continue }
            let bytes = raw[edit.range].map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
            let read = String(decoding: decoding.edits.replacement(of: edit), as: UTF8.self)
            let message = "\(bytes.joined(separator: " ")) is not UTF-8, and was read as '\(read)'"
            let place = start..<start + edit.replacement.count
            findings.append(Finding(range: place, rule: edit.rule, message: message))
        }
        if decoding.isDoubtful {
            let message =
                "it is read as \(decoding.encoding), yet its letters look like another's; name its encoding (encoding:, --encoding)"
            let line = text.firstIndex(of: 0x0A) ?? text.count
            findings.append(Finding(range: 0..<line, rule: "doubtful-encoding", message: message))
        }
        return findings
    }

    /// How many bytes of front matter stand before the text in the decoded file.
    public var frontMatterCount: Int {
        if case .file(_, let count) = place { count } else { 0 }
    }

    /// The article, ready for a pipeline.
    public var article: Article { Article(text, facts) }
}

extension Span<UInt8> {
    /// Whether a raw key is `name`; escapes in it are read.
    fileprivate func isKey(_ name: String, _ key: Range<Int>) -> Bool {
        let inner = key.lowerBound + 1..<key.upperBound - 1
        if firstIndex(of: 0x5C, in: inner) != nil { return JSONString(self, at: key).text.elementsEqual(name.utf8) }
        guard inner.count == name.utf8.count else { return false }
        var index = inner.lowerBound
        for byte in name.utf8 {
            guard self[index] == byte else { return false }
            index += 1
        }
        return true
    }

    fileprivate func stringValue(_ value: Range<Int>) -> String? {
        guard self[value.lowerBound] == 0x22 else { return nil }
        return String(decoding: JSONString(self, at: value).text, as: UTF8.self)
    }
}
