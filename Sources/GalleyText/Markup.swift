/// A byte range of a stage's input that is replaced, and the rule that asked for it.
public struct Edit: Sendable, Equatable {
    /// What is replaced, in bytes of the text that the stage read.
    public let range: Range<Int>
    /// Where the replacement lies in the list's `inserted`.
    public let replacement: Range<Int>
    /// The rule's name, such as `copy-of-headline`.
    public let rule: String
    /// What a reader should know beyond the rule's name; often empty.
    public let why: String
}

/// The edits of one pass of a stage, in the order of the text, with the bytes that they put in.
public struct EditList: Sendable, Equatable {
    /// The edits.
    public internal(set) var edits: [Edit] = []
    /// The replacements of all edits, one behind the other.
    public internal(set) var inserted: [UInt8] = []

    /// A list without an edit.
    public init() {}

    /// No edit.
    public var isEmpty: Bool { edits.isEmpty }

    /// Adds an edit behind those that are there.
    public mutating func append(_ range: Range<Int>, with replacement: Span<UInt8>, rule: String, why: String = "") {
        let start = inserted.count
        inserted.append(copying: replacement)
        edits.append(Edit(range: range, replacement: start..<inserted.count, rule: rule, why: why))
    }

    /// The bytes that an edit puts in.
    public func replacement(of edit: Edit) -> ArraySlice<UInt8> { inserted[edit.replacement] }
}

/// Something seen and left alone, with its place in the text that the stage read.
public struct Finding: Sendable, Equatable {
    /// The place, in bytes.
    public let range: Range<Int>
    /// The rule's name.
    public let rule: String
    /// What was seen, as a sentence without its full stop.
    public let message: String

    /// Makes a finding.
    public init(range: Range<Int>, rule: String, message: String) {
        (self.range, self.rule, self.message) = (range, rule, message)
    }
}

/// A topic, and the terms that spoke for it.
public struct Tag: Sendable, Equatable {
    /// A term that was found.
    public struct Evidence: Sendable, Equatable {
        /// The term as the taxonomy writes it; of a model, one or two words as they stand there, in lower case.
        public let term: String
        /// Its weight; of a model, what it adds to the topic's value in this article.
        public let weight: Double
        /// How often it was found in the headline.
        public let inHeadline: Int
        /// Where it was found in the body: offsets in bytes of the text that the stage read.
        public let offsets: [Int]

        /// Makes a piece of evidence.
        public init(term: String, weight: Double, inHeadline: Int, offsets: [Int]) {
            (self.term, self.weight, self.inHeadline, self.offsets) = (term, weight, inHeadline, offsets)
        }

        /// How often it was found in all.
        public var count: Int { inHeadline + offsets.count }
    }

    /// Who gives a tag.
    public enum Source: String, Sendable {
        /// The terms of a taxonomy.
        case rules
        /// A model that was trained.
        case model
        /// Each of them by itself.
        case both
    }

    /// The topic's id, such as `medtop:16000000`.
    public let id: String
    /// Its name in the article's language, or in English.
    public let label: String
    /// The score, over the topic's threshold; where a model spoke, how sure it is, 0 to 1.
    public let score: Double
    /// The terms that spoke, the weightiest first.
    public let evidence: [Evidence]
    /// Who gives it.
    public let source: Source

    /// Makes a tag.
    public init(id: String, label: String, score: Double, evidence: [Evidence], source: Source = .rules) {
        (self.id, self.label, self.score, self.evidence, self.source) = (id, label, score, evidence, source)
    }
}

/// What becomes of an article.
public enum Verdict: Sendable, Equatable {
    /// It goes to the outbox.
    case deliver
    /// It is kept back: a short reason such as `too-short`, and a sentence about it.
    case setAside(reason: String, message: String)
    /// It is another article again, and is not delivered.
    case duplicate(Resemblance)
}

/// What one pass of a stage proposes.
///
/// The engine checks and applies it.
public struct Markup {
    /// The edits so far.
    public private(set) var edits = EditList()
    /// The findings so far.
    public private(set) var findings: [Finding] = []
    /// The tags so far.
    public private(set) var tags: [Tag] = []
    /// The language that the stage has found, if it was asked; `und` where it could not tell.
    public private(set) var language: Language?
    /// The verdict, if the stage has one.
    public private(set) var verdict: Verdict?
    /// What the article resembles that was delivered before.
    public private(set) var resemblance: Resemblance?
    /// What the article will be known again by once it is delivered.
    public private(set) var sketch: Sketch?
    /// What a second look at the edited text would report, if the stage knows that it would propose nothing.
    public private(set) var foreseen: [Finding]?

    /// Nothing was proposed, reported or decided.
    public var isEmpty: Bool {
        edits.isEmpty && findings.isEmpty && tags.isEmpty && language == nil && verdict == nil && resemblance == nil
            && sketch == nil
    }

    /// Markup without a mark.
    public init() {}

    /// Proposes to put `replacement` in place of `range`.
    ///
    /// Edits are proposed in the order of the text and do not overlap; both ends of `range` are scalar boundaries and
    /// `replacement` is UTF-8. The engine refuses the whole pass otherwise.
    public mutating func replace(_ range: Range<Int>, with replacement: Span<UInt8>, rule: String, why: String = "") {
        edits.append(range, with: replacement, rule: rule, why: why)
    }

    /// Proposes to put `replacement` in place of `range`.
    public mutating func replace(_ range: Range<Int>, with replacement: [UInt8], rule: String, why: String = "") {
        replace(range, with: replacement.span, rule: rule, why: why)
    }

    /// Proposes to put `replacement` in place of `range`.
    public mutating func replace(
        _ range: Range<Int>,
        with replacement: StaticString,
        rule: String,
        why: String = ""
    ) {
        replacement.withUTF8Buffer { buffer in
            unsafe replace(range, with: buffer.span, rule: rule, why: why)
        }
    }

    /// Proposes to take `range` out.
    public mutating func remove(_ range: Range<Int>, rule: String, why: String = "") {
        replace(range, with: "", rule: rule, why: why)
    }

    /// Reports something that is left alone.
    public mutating func report(_ range: Range<Int>, rule: String, _ message: String) {
        findings.append(Finding(range: range, rule: rule, message: message))
    }

    /// Gives the article a topic.
    public mutating func tag(_ tag: Tag) { tags.append(tag) }

    /// Says which language the article is in, for the stages after this one.
    public mutating func settle(_ language: Language) { self.language = language }

    /// Spares the engine a second look: it would propose nothing, and report `findings`, in places of the edited text.
    public mutating func foresee(_ findings: [Finding]) { foreseen = findings }

    /// Links the article with one that was delivered before.
    public mutating func link(_ resemblance: Resemblance) { self.resemblance = resemblance }

    /// Asks for the article to be remembered once it is delivered.
    public mutating func remember(_ sketch: Sketch) { self.sketch = sketch }

    /// Decides what becomes of the article.
    public mutating func decide(_ verdict: Verdict) { self.verdict = verdict }
}
