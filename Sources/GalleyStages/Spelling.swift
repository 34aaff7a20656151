internal import GalleyText

/// Misspelled words and what is right for each.
struct Spelling: Sendable {
    /// What is known of a misspelled word.
    struct Entry: Sendable {
        /// What is right, in small letters; several where only a reader can tell.
        let corrections: [String]
        /// One correction, which always holds.
        var isCertain: Bool { corrections.count == 1 }
    }

    /// Which words may be listed.
    private(set) var filter = Filter()
    private var entries: [UInt64: Entry] = [:]

    /// The list that ships.
    static let listed: Spelling = {
        var spelling = Spelling()
        spelling.addListed()
        return spelling
    }()

    private init() {}

    /// The list that ships, or none, and the lines of a dictionary over it.
    init(withListed: Bool, _ dictionary: Setting, _ reader: inout SettingReader) {
        if withListed { addListed() }
        guard let name = dictionary.text else {
            reader.report(at: dictionary.place, "dictionary takes a path, not \(dictionary.described)")
            return
        }
        guard let file = reader.file(name, at: dictionary.place) else { return }
        let bytes = file.span
        for (number, line) in LineTable(bytes).enumerated() where !line.isBlank {
            guard !bytes.has("#", at: line.trimmed.lowerBound) else { continue }
            guard add(bytes.string(line.trimmed)) else {
                let place = "line \(number + 1) of '\(name)'"
                reader.report(at: dictionary.place, "\(place) is not a correction", hint: "write wrong->right")
                return
            }
        }
        for (wrong, entry) in entries.values.flatMap({ entry in entry.corrections.map { ($0, entry) } })
        where entry.isCertain {
            for word in wrong.split(separator: " ") where entries[TokenTable.hash(String(word))]?.isCertain == true {
                reader.report(at: dictionary.place, "'\(word)' is both a correction and corrected in '\(name)'")
                return
            }
        }
    }

    private mutating func addListed() {
        for line in Self.list.utf8.split(separator: 0x0A) {
            let words = line.split(separator: 0x20, maxSplits: 1).map { String(Substring($0)) }
            add(words[0], Entry(corrections: [words[1]]))
        }
    }

    /// Takes a line `wrong->right`, `wrong->right, write,` or `wrong->right, reason`; `false` if it is none.
    private mutating func add(_ line: String) -> Bool {
        guard let arrow = line.utf8.indices.first(where: { line.utf8[$0...].starts(with: "->".utf8) }) else {
            return false
        }
        let wrong = String(line[..<arrow]).trimmedOfSpaces().lowercased()
        let rest = String(line.utf8[arrow...].dropFirst(2)) ?? ""
        var corrections = rest.split(separator: ",", omittingEmptySubsequences: false)
            .map { String($0).trimmedOfSpaces() }
        guard let first = corrections.first, !first.isEmpty, !wrong.isEmpty else { return false }
        if corrections.count > 1 {
            // What stands behind the last comma is the reason why the entry is off.
            guard corrections.removeLast().isEmpty else { return true }
        }
        add(wrong, Entry(corrections: corrections))
        return true
    }

    private mutating func add(_ wrong: String, _ entry: Entry) {
        let word = Array(wrong.utf8)
        guard word.count > 2, wrong != entry.corrections.first else { return }
        filter.insert(word.span.head(of: 0..<word.count))
        entries[TokenTable.hash(wrong)] = entry
    }

    /// The entry of a word, whatever the case of its letters, by its hash.
    func entry(for word: UInt64) -> Entry? { entries[word] }

    /// The first letters of words, eight bytes as `head(of:)` gives them: a first question, which few others pass.
    struct Filter: Sendable {
        /// It holds nothing.
        static let none = Filter()

        private var bits = [UInt64](repeating: 0, count: 1024)

        mutating func insert(_ head: UInt64) {
            let bit = Self.bit(head)
            bits[bit / 64] |= 1 << UInt64(bit % 64)
        }

        @inline(__always)
        func mayHold(_ head: UInt64) -> Bool {
            let bit = Self.bit(head)
            return bits[bit / 64] &>> UInt64(bit % 64) & 1 != 0
        }

        @inline(__always)
        private static func bit(_ head: UInt64) -> Int {
            Int(truncatingIfNeeded: (head &* 0x9e37_79b9_7f4a_7c15) &>> 48)
        }
    }
}
