internal import GalleyText

/// The topics of a taxonomy file, with the terms that speak for each and against it.
struct Taxonomy: Sendable {
    /// A topic.
    struct Topic: Sendable {
        /// The id, such as `medtop:15000000`.
        var id = ""
        /// Its names by language.
        var labels: [String: String] = [:]
        /// The number of the topic above it.
        var parent: Int?
        /// One of its required terms must occur.
        var isGated = false
        /// The score from which it is given; `nil` for `min-score`.
        var threshold: Double?
    }

    /// A term in the service of one topic.
    struct Use: Sendable {
        /// What it does for its topic.
        enum Role: Int, Sendable { case speaks, opposes, opens }
        /// The number of the topic.
        var topic: Int
        /// What it does.
        let role: Role
        /// The term.
        let term: Term
        /// The weight as written; 0 for a term that only opens a topic.
        let weight: Double
        /// The number of the language whose articles it is looked for in; `nil` for all.
        let language: Int?
        /// What finding it adds to the topic's score, before counting: the weight, shared among the *n* topics that the
        /// term speaks for (1/√*n* each), or its negative for a term that opposes.
        var pull = 0.0

        init(topic: Int, role: Role, term: Term, weight: Double, language: Int?) {
            (self.topic, self.role, self.term, self.weight, self.language) = (topic, role, term, weight, language)
        }

        /// What uses of one term in one language share.
        var key: UInt64 { (term.key &+ UInt64(language ?? 63)) &* 0x9e37_79b9_7f4a_7c15 }
    }

    /// The topics, in the order of the file.
    var topics: [Topic] = []
    /// All terms, in the order of the file; none once they are laid out.
    var uses: [Use] = []
    /// The words of all terms.
    var words = TermWords()
    /// The languages that terms are written in.
    private(set) var languages: [String] = []
    /// The topics, each behind all topics under it.
    private(set) var childrenFirst: [Int] = []
    /// What decides how many topics are given.
    var limits = TopicLimits()

    /// The number of a language, which it is given if it has none.
    mutating func number(ofLanguage tag: String) -> Int {
        if let known = languages.firstIndex(of: tag) { return known }
        languages.append(tag)
        return languages.count - 1
    }

    /// Says whether a topic is `other` or lies under it.
    func isTopic(_ topic: Int, within other: Int) -> Bool {
        var topic = topic
        while topic != other, topic >= 0 { topic = parents[topic] }
        return topic == other
    }

    private mutating func sharePull() {
        var numbers = HashTable(capacity: uses.count)
        var counts: [Int] = []
        counts.reserveCapacity(uses.count)
        let speakers = uses.map { use -> Int? in
            guard use.role == .speaks else { return nil }
            let number = numbers.insert(use.key, counts.count) ?? counts.count
            if number == counts.count { counts.append(0) }
            counts[number] += 1
            return number
        }
        for (index, speaker) in speakers.enumerated() {
            switch uses[index].role {
            case .speaks: uses[index].pull = uses[index].weight / Double(counts[speaker ?? 0]).squareRoot()
            case .opposes: uses[index].pull = -uses[index].weight
            case .opens: break
            }
        }
    }

    /// Leaves only the topics that `names` name: what lies under one, and is not named itself, counts for it.
    mutating func keep(_ names: [Setting], _ reader: inout SettingReader) {
        let kept = names.compactMap { name -> Int? in
            let number = topics.firstIndex { $0.id == name.text }
            if number == nil { reader.report(unknownTopic(name)) }
            return number
        }
        func heir(_ topic: Int?) -> Int? {
            var topic = topic
            while let next = topic, !kept.contains(next) { topic = topics[next].parent }
            return topic
        }
        uses = uses.compactMap { use in
            var use = use
            guard let heir = heir(use.topic) else { return nil }
            use.topic = heir
            return use
        }
        for (topic, heir) in topics.map({ heir($0.parent) }).enumerated() { topics[topic].parent = heir }
        finish()
    }

    /// The number of the topic with an id.
    func number(of id: String) -> Int? { topics.firstIndex { $0.id == id } }

    /// The name of a topic in a language, or in English.
    func label(_ topic: Int, in language: Language) -> String {
        topics[topic].labels[language.rawValue] ?? topics[topic].labels["en"] ?? topics[topic].id
    }

    /// The mistake of naming a topic that is not there.
    func unknownTopic(_ name: Setting) -> Mistake {
        let guess = name.text.flatMap { nearest(to: $0, among: topics.map(\.id)) }
        return Mistake(
            at: name.place,
            "no topic has the id \(name.described)" + (guess.map { "; did you mean '\($0)'?" } ?? "")
        )
    }

    /// What a ranking asks of a use.
    struct Service: BitwiseCopyable, Sendable {
        let topic: Int
        let role: Use.Role
        let pull: Double
    }
    /// What each use does for which topic.
    private(set) var services: [Service] = []
    /// The topic above each, -1 for none.
    private(set) var parents: [Int] = []
    /// Whether each topic's terms count from the start: it requires none.
    private(set) var isOpen: [Bool] = []
    /// The topics that are under none.
    private(set) var tops: [Int] = []

    /// What an article's evidence tells of each use, once terms are laid out.
    private(set) var terms: [(source: String, weight: Double)] = []

    /// Lets go of what was needed to lay out the terms, which is most of it.
    mutating func forgetUses() {
        terms = uses.map { ($0.term.source, $0.weight) }
        (uses, words) = ([], TermWords())
    }

    /// Works out what follows from the topics and uses, once all are read.
    ///
    /// - Precondition: no topic is above itself.
    mutating func finish() {
        sharePull()
        services = uses.map { Service(topic: $0.topic, role: $0.role, pull: $0.pull) }
        (parents, isOpen) = (topics.map { $0.parent ?? -1 }, topics.map { !$0.isGated })
        tops = topics.indices.filter { parents[$0] < 0 }
        var depths = topics.map { _ in 0 }
        for topic in topics.indices {
            var above = parents[topic]
            while above >= 0 { (depths[topic], above) = (depths[topic] + 1, parents[above]) }
        }
        childrenFirst = topics.indices.sorted { (depths[$1], $0) < (depths[$0], $1) }
    }
}

/// The words of a taxonomy's terms, one behind the other.
struct TermWords: Sendable {
    /// A word.
    struct Word: Sendable {
        /// Where it is in `folded`.
        let folded: Range<Int>
        /// Where it is in `written`; empty if case does not count.
        let written: Range<Int>
        /// A hash of it in lower case.
        let hash: UInt64
    }
    /// All words in lower case.
    private(set) var folded: [UInt8] = []
    /// The words as written, where case counts.
    private(set) var written: [UInt8] = []
    private var words: [Word] = []

    var count: Int { words.count }

    subscript(_ number: Int) -> Word { words[number] }

    /// Appends a word of a term.
    mutating func append(_ bytes: Span<UInt8>, _ word: Range<Int>, exact: Bool) {
        let starts = (folded.count, written.count)
        folded.append(folding: bytes, word)
        if exact { written.append(copying: bytes.extracting(word)) }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in starts.0..<folded.count { hash = (hash ^ UInt64(folded[index])) &* 0x100_0000_01b3 }
        words.append(Word(folded: starts.0..<folded.count, written: starts.1..<written.count, hash: hash))
    }
}

/// A word or phrase as a taxonomy writes it.
struct Term: Sendable {
    /// The term as written.
    let source: String
    /// The numbers of its words.
    let words: Range<Int>
    /// Its last word may go on: the term ends in `*`.
    let isBeginning: Bool
    /// Case counts.
    let isExact: Bool
    /// What two spellings of one term share: a hash of the words in lower case, or as written if case counts.
    let key: UInt64

    /// The shortest beginning of a first word that may stand before `*`, in bytes.
    static let shortestBeginning = 4

    /// What is wrong with a term.
    struct Fault: Error { let message: String }

    /// Reads a term, and appends its words to those of its taxonomy.
    ///
    /// - Throws: what is wrong with it.
    init(_ source: String, exact: Bool, _ words: inout TermWords) throws(Fault) {
        let written = source.utf8.span
        if written.firstNonASCII(in: written.indices) == written.count {
            try self.init(source, written, exact, &words)
        } else {
            let text = Unicodes.normalized(written, .nfc)
            try self.init(source, text.span, exact, &words)
        }
    }

    private init(_ source: String, _ text: Span<UInt8>, _ exact: Bool, _ words: inout TermWords) throws(Fault) {
        let first = words.count
        var last: Range<Int>?
        text.forEachWord(in: text.indices) { word, _ in
            words.append(text, word, exact: exact)
            last = word
            return true
        }
        guard let last else { throw Fault(message: "a term needs a word") }
        let star = text.firstIndex(of: 0x2A, in: text.indices)
        if let star {
            guard star == text.count - 1, last.upperBound == star else {
                throw Fault(message: "'*' stands only behind the last letter of a term")
            }
            guard words.count - first > 1 || last.count >= Self.shortestBeginning else {
                throw Fault(message: "'\(source)' would fit too many words; write four letters or more before '*'")
            }
        }
        (self.source, isExact, isBeginning, self.words) = (source, exact, star != nil, first..<words.count)
        var key: UInt64 = star == nil ? 2 : 1
        func add(_ value: UInt64) {
            let product = (key ^ value).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
            key = product.high ^ product.low
        }
        for number in self.words {
            add(words[number].hash)
            for byte in words.written[words[number].written] { add(UInt64(byte)) }
        }
        self.key = key
    }
}

/// What decides which topics an article is given, and how many.
struct TopicLimits: StageOptions {
    /// How many times as much a term counts in the headline.
    var titleBoost = 2.0
    /// The words of the body that are read; 0 for all.
    var bodyTokens = 400
    /// The score from which a topic is given that has no threshold of its own.
    var minScore = 1.0
    /// The gap to the next topic, as a share of the best score.
    var minMargin = 0.15
    /// The most topics of one article.
    var maxTopics = 3

    static let fields: [OptionField<TopicLimits>] = [
        .integer("max-topics", \.maxTopics, in: 1...20, "The most topics of one article, their parents not counted."),
        .number(
            "min-score",
            \.minScore,
            in: 0...1000,
            "The score from which a topic is given, if it has no `threshold` in the taxonomy."
        ),
        .number(
            "min-margin",
            \.minMargin,
            in: 0...1,
            "How far the last topic given stands above the next one, as a share of the best score."
        ),
        .number(
            "title-boost",
            \.titleBoost,
            in: 0...100,
            "What a term in the headline counts, where one in the body is 1."
        ),
        .integer("body-tokens", \.bodyTokens, in: 0...1_000_000, "How many words of the body are read; 0 for all."),
    ]
}
