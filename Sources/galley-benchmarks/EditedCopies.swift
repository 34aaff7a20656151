import GalleyText

/// An article taken apart: what a benchmark of duplicates makes copies of.
struct Original {
    let title: String
    let paragraphs: [String]

    init(title: String, paragraphs: [String]) { (self.title, self.paragraphs) = (title, paragraphs) }

    /// An article of at least 60 words; its title is its first line, unless it is given.
    init?(_ text: String, title: String? = nil) {
        var paragraphs = text.split(separator: "\n").map(String.init).filter { $0.contains { !$0.isWhitespace } }
        guard let first = paragraphs.first else { return nil }
        if title == nil || title == first { paragraphs.removeFirst() }
        self.init(title: title ?? first, paragraphs: paragraphs)
        guard words.count >= 60 else { return nil }
    }

    var words: [Substring] { paragraphs.flatMap { $0.split(separator: " ") } }
    var text: String { ([title] + paragraphs).joined(separator: "\n\n") + "\n" }
}

/// How a copy of an article differs from it.
enum CopyEdit: String, CaseIterable {
    case navigation, headline
    case cut60 = "cut to 60 %"
    case cut30 = "cut to 30 %"
    case updated
    case words = "5 % of words"
    case typography, syndication
    case template

    /// A copy; `nil` where the article has not what is edited.
    func copy(of original: Original, among others: [Original], _ random: inout Seeded) -> Original? {
        let other = others[random.next(below: others.count)]
        var paragraphs = original.paragraphs
        switch self {
        case .navigation:
            for line in Self.litter.shuffled(using: &random).prefix(6) {
                paragraphs.insert(line, at: random.next(below: paragraphs.count + 1))
            }
            return Original(title: original.title, paragraphs: Array(Self.litter.prefix(3)) + paragraphs)
        case .headline: return Original(title: other.title, paragraphs: paragraphs)
        case .cut60: return Original(title: original.title, paragraphs: Self.first(0.6, of: paragraphs))
        case .cut30: return Original(title: original.title, paragraphs: Self.first(0.3, of: paragraphs))
        case .updated:
            // A fifth of the text is new, and a new paragraph leads.
            var left = original.words.count / 5
            for index in paragraphs.indices.shuffled(using: &random) where left > 0 {
                let count = paragraphs[index].split(separator: " ").count
                guard count <= left * 2 else { continue }
                paragraphs[index] = other.words.prefix(count).joined(separator: " ")
                left -= count
            }
            let lead = "Update: " + other.words.suffix(15).joined(separator: " ")
            return Original(title: original.title, paragraphs: [lead] + paragraphs)
        case .words:
            let strange = other.words
            paragraphs = paragraphs.map { paragraph in
                paragraph.split(separator: " ").map {
                    random.next(below: 20) == 0 ? strange[random.next(below: strange.count)] : $0
                }
                .joined(separator: " ")
            }
            return Original(title: original.title, paragraphs: paragraphs)
        case .typography:
            let pairs = [
                ("“", "\""), ("”", "\""), ("’", "'"), ("‘", "'"), ("—", " - "), ("–", "-"), ("…", "..."), (", ", ",  "),
            ]
            func plain(_ text: String) -> String {
                pairs.reduce(text) { $0.replacing($1.0, with: $1.1) }
            }
            return Original(title: plain(original.title).uppercased(), paragraphs: paragraphs.map(plain))
        case .syndication:
            let kept = paragraphs.count > 3 ? Array(paragraphs.dropLast()) : paragraphs
            let lead = "HARBOUR CITY, 12 March (Example Wire) — " + (kept.first ?? "")
            let credit = "This story was first published by Example Wire and is used with permission."
            return Original(title: other.title, paragraphs: [lead] + kept.dropFirst() + [credit])
        case .template:
            // All numbers are others; where there are few, a table of them is added to both.
            let count = original.words.count { $0.utf8.contains(where: \.isASCIIDigit) }
            guard count >= 6, count * 8 < original.words.count else { return nil }
            paragraphs = paragraphs.map { paragraph in
                String(paragraph.map { $0.isASCII && $0.isNumber ? Character("\(random.next(below: 10))") : $0 })
            }
            return Original(title: other.title, paragraphs: paragraphs)
        }
    }

    /// The first paragraphs, and of the next one so many words that the share is met.
    private static func first(_ share: Double, of paragraphs: [String]) -> [String] {
        let all = paragraphs.map { $0.split(separator: " ") }
        var left = Int(Double(all.reduce(0) { $0 + $1.count }) * share)
        var kept: [String] = []
        for words in all where left > 0 {
            kept.append(words.prefix(left).joined(separator: " "))
            left -= words.count
        }
        return kept
    }

    private static let litter = [
        "Home | News | Sport | Weather", "Share this article", "Subscribe to our newsletter for more stories",
        "Read more: five things to know this morning", "Advertisement", "NEXT Storm reaches the coast : News",
        "Follow us on every channel", "We use cookies to make this site better. Accept all",
        "Most read in this section",
        "Copyright. All rights reserved.", "Comments (14)", "Print this page",
    ]
}

/// Numbers that are the same every time (Knuth's MMIX generator).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        var value: UInt64 = 0
        for _ in 0..<2 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            value = value << 32 | state >> 32
        }
        return value
    }

    mutating func next(below bound: Int) -> Int { Int(next() >> 33) % max(1, bound) }
}

/// Makes articles that are like others in their words, and like none in their sentences.
struct Filler {
    private let words: [Substring]
    private let following: [Substring: [Int32]]

    init(_ originals: [Original]) {
        words = originals.flatMap(\.words)
        var following: [Substring: [Int32]] = [:]
        for index in words.indices.dropLast() { following[words[index], default: []].append(Int32(index + 1)) }
        self.following = following
    }

    func article(_ random: inout Seeded) -> Original {
        let count = 150 + random.next(below: 900)
        var place = random.next(below: words.count)
        var paragraphs: [String] = []
        var made: [Substring] = []
        for number in 1...count {
            made.append(words[place])
            let next = following[words[place]] ?? []
            // Now and then a jump, so that no run of words is taken over.
            place =
                next.isEmpty || random.next(below: 4) == 0
                ? random.next(below: words.count) : Int(next[random.next(below: next.count)])
            if number % 60 == 0 || number == count {
                paragraphs.append(made.joined(separator: " "))
                made = []
            }
        }
        let title = (0..<8).map { _ in words[random.next(below: words.count)] }.joined(separator: " ")
        return Original(title: title, paragraphs: paragraphs)
    }
}
