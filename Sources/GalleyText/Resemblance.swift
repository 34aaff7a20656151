/// How an article relates to one that was there before it.
public enum Relation: String, CaseIterable, Sendable {
    /// The same words in the same order.
    case exact
    /// The same article, corrected or brought up to date.
    case revision
    /// The same article from another source, or under another headline.
    case syndicated
    /// A part of the other.
    case excerpt
    /// The other, and more.
    case extended
    /// The same form of words about something else: other numbers, and not the same headline.
    case template
    /// At least half of the shorter one is in the other.
    case related

    /// Below this share of shingles in common two articles do not resemble each other.
    public static let leastContainment = 0.5
    /// Fewer shingles in common are chance.
    public static let leastShared = 3

    /// Judges how an article relates to an earlier one; `nil` if they have too little in common.
    ///
    /// - Parameters:
    ///   - containment: the share of the shorter article's shingles that the other has.
    ///   - shared: how many shingles they share.
    public init?(_ one: Sketch.Traits, to other: Sketch.Traits, containment: Double, shared: Int) {
        if one.words > 0, one.words == other.words, one.exact == other.exact {
            self = .exact
            return
        }
        guard shared >= Self.leastShared, containment >= Self.leastContainment else { return nil }
        let knowsTitles = one.title != 0 && other.title != 0
        if one.title != other.title || !knowsTitles, Self.hasOtherNumbers(one, other, fewest: knowsTitles ? 1 : 3) {
            self = .template
            return
        }
        let hasOtherTitle = knowsTitles && one.title != other.title
        let ratio = Double(one.words) / Double(max(1, other.words))
        switch (containment, ratio) {
        case (0.7..., ..<0.7): self = .excerpt
        case (0.7..., 1.4.nextUp...): self = .extended
        case (0.8..., _):
            let knowsSources = one.source != 0 && other.source != 0
            self = (knowsSources ? one.source != other.source : hasOtherTitle) ? .syndicated : .revision
        default: self = .related
        }
    }

    /// Whether both have `fewest` numbers and less than half of them are the same, as far as one bit for each number tells; what chance gives
    /// two lists in common does not count.
    private static func hasOtherNumbers(_ one: Sketch.Traits, _ other: Sketch.Traits, fewest: Int) -> Bool {
        guard one.numbers != 0, other.numbers != 0, one.numbers != other.numbers else { return false }
        let common = (one.numberBits & other.numberBits).nonzeroBitCount
        let (count, otherCount) = (one.numberBits.nonzeroBitCount, other.numberBits.nonzeroBitCount)
        guard min(count, otherCount) >= fewest else { return false }
        let chance = count * otherCount
        return 2 * (common * 64 - chance) < min(count, otherCount) * 64 - chance
    }
}

/// An article that was there before, and how another resembles it.
public struct Resemblance: Sendable, Equatable {
    /// How the article relates to it.
    public let relation: Relation
    /// What it is called.
    public let other: String
    /// When it was delivered, in seconds since 1970.
    public let time: Int
    /// How many words it has.
    public let words: Int
    /// The share of the shorter one's sampled shingles that the other has too; 1 for the same words.
    public let containment: Double
    /// How many sampled shingles they share.
    public let shared: Int

    /// Tells of a resemblance.
    public init(_ relation: Relation, of other: String, time: Int, words: Int, containment: Double, shared: Int) {
        (self.relation, self.other, self.time, self.words) = (relation, other, time, words)
        (self.containment, self.shared) = (containment, shared)
    }

    /// What to say of it: `an excerpt of 'a.txt' (97 % contained, 41 shingles shared)`.
    public var message: String {
        let name = "'\(other.onOneLine)'"
        let what =
            switch relation {
            case .exact: "the same words as \(name)"
            case .revision: "a revision of \(name)"
            case .syndicated: "\(name) from elsewhere"
            case .excerpt: "an excerpt of \(name)"
            case .extended: "\(name), extended"
            case .template: "in the same form of words as \(name)"
            case .related: "related to \(name)"
            }
        let percent = Int((containment * 100).rounded())
        return relation == .exact ? what : "\(what) (\(percent) % contained, \(shared) shingles shared)"
    }
}

/// Articles that were delivered before, and those that are on their way.
public protocol ArticleMemory: AnyObject {
    /// The one that an article resembles most: the same words before all, else the most in common, else the earliest.
    ///
    /// - Parameter days: how far back it looks.
    func closest(to sketch: Sketch, days: Int) -> Resemblance?
    /// Notes an article that is on its way, so that the next one can be compared with it.
    func remember(_ sketch: Sketch, as name: String)
    /// Waits, where the last article resembles one of which it is not known yet whether it is delivered.
    ///
    /// - Returns: whether it has waited; then the article is to be judged again.
    func hasWaited() -> Bool
}

extension ArticleMemory {
    /// Waits for nothing.
    public func hasWaited() -> Bool { false }
}
