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
        /// The language whose articles it is looked for in; `nil` for all.
        let language: String?
        /// What uses of one term in one language share.
        let key: UInt64
        /// What finding it adds to the topic's score, before counting: the weight, shared among the *n* topics that the
        /// term speaks for (1/√*n* each), or its negative for a term that opposes.
        var pull = 0.0

        init(topic: Int, role: Role, term: Term, weight: Double, language: String?) {
            (self.topic, self.role, self.term, self.weight, self.language) = (topic, role, term, weight, language)
            key = term.key ^ (language.map { TokenTable.hash($0) } ?? 0)
        }
    }

    /// The topics, in the order of the file.
    var topics: [Topic] = []
    /// All terms, in the order of the file.
    var uses: [Use] = []
    /// The topics, each behind all topics under it.
    private(set) var childrenFirst: [Int] = []
    /// What decides how many topics are given.
    var limits = TopicLimits()

    /// The languages that terms are written in.
    var languages: Set<String> { Set(uses.compactMap(\.language)) }

    /// Says whether a topic is `other` or lies under it.
    func isTopic(_ topic: Int, within other: Int) -> Bool {
        topic == other || topics[topic].parent.map { isTopic($0, within: other) } == true
    }

    private mutating func sharePull() {
        var counts: [UInt64: Int] = [:]
        counts.reserveCapacity(uses.count)
        for index in uses.indices where uses[index].role == .speaks { counts[uses[index].key, default: 0] += 1 }
        for index in uses.indices {
            switch uses[index].role {
            case .speaks: uses[index].pull = uses[index].weight / Double(counts[uses[index].key] ?? 1).squareRoot()
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

    /// What a use does.
    func service(of use: Int) -> (topic: Int, role: Use.Role, pull: Double) {
        (uses[use].topic, uses[use].role, uses[use].pull)
    }

    /// Works out what follows from the topics and uses, once all are read.
    ///
    /// - Precondition: no topic is above itself.
    mutating func finish() {
        sharePull()
        let depths = topics.indices.map { topic in topics.indices.count { isTopic(topic, within: $0) } }
        childrenFirst = topics.indices.sorted { (depths[$1], $0) < (depths[$0], $1) }
    }
}

/// A word or phrase as a taxonomy writes it.
struct Term: Sendable {
    /// The term as written.
    let source: String
    /// The words as written, if case counts; else none.
    let words: [[UInt8]]
    /// The hashes of the words in lower case.
    let hashes: [UInt64]
    /// The last word in lower case, if it may go on: the term ends in `*`.
    let prefix: [UInt8]?
    /// Case counts.
    let isExact: Bool
    /// What two spellings of one term share: a hash of the hashes, and of the words if case counts.
    let key: UInt64

    /// The shortest beginning of a first word that may stand before `*`, in bytes.
    static let shortestPrefix = 4

    /// What is wrong with a term.
    struct Fault: Error { let message: String }

    /// Reads a term.
    ///
    /// - Throws: what is wrong with it.
    init(_ source: String, exact: Bool) throws(Fault) {
        let text = Unicodes.normalized(source.utf8.span, .nfc)
        let tokens = TokenTable(text.span, in: 0..<text.count).tokens
        guard let last = tokens.last else { throw Fault(message: "a term needs a word") }
        (self.source, isExact) = (source, exact)
        words = exact ? tokens.map { Array(text[$0.range]) } : []
        hashes = tokens.map(\.hash)
        let star = text.firstIndex(of: 0x2A)
        key = Self.key(hashes, isPrefix: star != nil, words)
        guard let star else {
            prefix = nil
            return
        }
        guard star == text.count - 1, last.end == star else {
            throw Fault(message: "'*' stands only behind the last letter of a term")
        }
        guard tokens.count > 1 || last.range.count >= Self.shortestPrefix else {
            throw Fault(message: "'\(source)' would fit too many words; write four letters or more before '*'")
        }
        prefix = Self.folded(text.span, last.range)
    }

    private static func folded(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            let (value, length) = bytes.scalar(at: index)
            folded.append(scalar: Unicodes.lowered(value))
            index += length
        }
        return folded
    }

    private static func key(_ hashes: [UInt64], isPrefix: Bool, _ words: [[UInt8]]) -> UInt64 {
        var key: UInt64 = isPrefix ? 1 : 2
        func add(_ value: UInt64) {
            let product = (key ^ value).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
            key = product.high ^ product.low
        }
        for hash in hashes { add(hash) }
        for word in words {
            for byte in word { add(UInt64(byte)) }
        }
        return key
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
