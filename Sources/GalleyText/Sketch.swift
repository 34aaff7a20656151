/// What is kept of an article to know it again: hashes of its words, and a sample of its runs of five words.
///
/// Words are those of `TokenTable`, in lower case and without the marks between them, so that typography does not
/// count. A headline that only the source says stands before the text, as it would in a copy that says it in the text.
/// All of it is the same on every machine.
///
/// The sample holds the hashes of five-word shingles that are multiples of `step`. The step is a power of two, so
/// that samples nest: two articles are compared at the larger of their steps, and a short excerpt of a long article
/// still shares what falls in both samples. (Sampling "0 mod m" after A. Broder, "On the resemblance and containment of
/// documents", 1997; that the step adapts to the length is what makes short items comparable.)
public struct Sketch: Sendable, Equatable {
    /// The version of what is written of it, raised whenever another sketch would come of the same text.
    public static let version = 1
    /// How many words a shingle has.
    public static let shingle = 5
    /// The step leaves at least so many shingles, where the text has them.
    public static let fewest = 32
    /// The step leaves at most so many shingles, as far as steps go.
    public static let most = 512
    /// Steps are 1, 2, 4 … `1 << (levels - 1)`.
    public static let levels = 8

    /// What is known of the article as a whole.
    public let traits: Traits
    /// Every sampled hash is a multiple of it.
    public let step: Int
    /// The hashes, in order, each once.
    public let sample: [UInt32]

    /// What is known of an article as a whole, beside its sample.
    public struct Traits: Sendable, Equatable {
        /// A hash of all words, in 128 bits.
        public var exact: (high: UInt64, low: UInt64) = (0, 0)
        /// A hash of the headline's words; 0 without one.
        public var title: UInt64 = 0
        /// A hash of the sequence of numbers; 0 without any.
        public var numbers: UInt64 = 0
        /// One bit of 64 for each number, by its hash: what two lists of numbers have in common, about.
        public var numberBits: UInt64 = 0
        /// A hash of where the article is from; 0 if that is not known.
        public var source: UInt32 = 0
        /// How many words it has.
        public var words = 0

        /// Nothing known.
        public init() {}

        /// Whether all is the same.
        public static func == (one: Traits, other: Traits) -> Bool {
            one.exact == other.exact
                && (one.title, one.numbers, one.numberBits) == (other.title, other.numbers, other.numberBits)
                && (one.source, one.words) == (other.source, other.words)
        }
    }

    /// Puts a sketch together from its parts.
    ///
    /// - Precondition: `sample` is sorted, and holds multiples of `step`, each once.
    public init(_ traits: Traits, step: Int, sample: [UInt32]) {
        (self.traits, self.step, self.sample) = (traits, step, sample)
    }

    /// Sketches an article.
    ///
    /// - Complexity: O(*n*) in its words.
    public init(of article: Article) {
        let text = article.bytes
        let bytes = text.span
        let words = article.words.tokens
        var builder = Builder(capacity: words.count + 64)
        var traits = Traits()
        if let headline = article.headline {
            let text = Array(headline.text.utf8)
            let title = text.span
            var hash: UInt64 = 0
            for word in TokenTable(title, in: 0..<title.count).tokens {
                hash = Self.mixed(hash ^ word.hash)
                guard headline.line == nil else { continue }
                builder.add(word.hash, isNumber: title[word.start].isASCIIDigit)
            }
            traits.title = hash
        }
        for word in words { builder.add(word.hash, isNumber: bytes[word.start].isASCIIDigit) }
        builder.finish(&traits)
        if let source = article.facts.source { traits.source = Self.hash(ofSource: source) }
        (step, sample) = builder.sample()
        self.traits = traits
    }

    /// How many shingles of the sample are multiples of a step.
    public func count(at step: Int) -> Int {
        if step <= self.step { return step == self.step ? sample.count : 0 }
        return sample.count { $0 & UInt32(step - 1) == 0 }
    }

    /// The share of the shorter article's shingles that the other has too, as the samples tell, and how many are shared.
    public func overlap(with other: Sketch) -> (containment: Double, shared: Int) {
        let step = max(self.step, other.step)
        var (i, j, shared) = (0, 0, 0)
        while i < sample.count, j < other.sample.count {
            let (a, b) = (sample[i], other.sample[j])
            if a == b, a & UInt32(step - 1) == 0 { shared += 1 }
            if a <= b { i += 1 }
            if b <= a { j += 1 }
        }
        let fewer = min(count(at: step), other.count(at: step))
        return (fewer == 0 ? 0 : Double(shared) / Double(fewer), shared)
    }

    private static func hash(ofSource source: String) -> UInt32 {
        var hash: UInt64 = 0
        for byte in source.utf8 { hash = mixed(hash ^ UInt64(byte.asciiLowered)) }
        return UInt32(truncatingIfNeeded: hash) | 1
    }

    @inline(__always)
    fileprivate static func mixed(_ value: UInt64) -> UInt64 {
        let product = (value ^ 0x2545_f491_4f6c_dd1d).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        return product.high ^ product.low
    }
}

/// Takes words one by one.
private struct Builder {
    private var high: UInt64 = 0x6a09_e667_f3bc_c908
    private var low: UInt64 = 0xbb67_ae85_84ca_a73b
    private var numbers: UInt64 = 0
    private var numberBits: UInt64 = 0
    private var count = 0
    private var roll: UInt64 = 0
    private var last: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
    private var shingles: [UInt32] = []
    /// How many shingles have so many zero bits at the end.
    private var zeros = [Int](repeating: 0, count: Sketch.levels)

    private static let factor: UInt64 = 0xd6e8_feb8_6659_fd93
    /// `factor` to the fifth power: what the word before the last five was multiplied with.
    private static let fifth = factor &* factor &* factor &* factor &* factor

    init(capacity: Int) { shingles.reserveCapacity(capacity) }

    @inline(__always)
    mutating func add(_ word: UInt64, isNumber: Bool) {
        let one = (high ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        let two = (low &+ word).multipliedFullWidth(by: 0xc2b2_ae3d_27d4_eb4f)
        (high, low) = (one.high ^ one.low, two.high &+ two.low)
        roll = roll &* Self.factor &+ word &- last.0 &* Self.fifth
        last = (last.1, last.2, last.3, last.4, word)
        count &+= 1
        if count >= Sketch.shingle {
            let mixed = (roll ^ roll >> 32) &* 0x9e37_79b9_7f4a_7c15
            let shingle = UInt32(truncatingIfNeeded: mixed >> 32)
            shingles.append(shingle)
            zeros[min(shingle.trailingZeroBitCount, Sketch.levels - 1)] &+= 1
        }
        if isNumber {
            numbers = Sketch.mixed(numbers ^ word)
            numberBits |= 1 << (word >> 58)
        }
    }

    func finish(_ traits: inout Sketch.Traits) {
        traits.exact = (high ^ UInt64(count), low)
        (traits.numbers, traits.numberBits, traits.words) = (numbers, numberBits, count)
    }

    /// The step and what it leaves.
    func sample() -> (step: Int, sample: [UInt32]) {
        func count(_ level: Int) -> Int { zeros[level...].reduce(0, +) }
        var level = 4
        while level > 0, count(level) < Sketch.fewest { level -= 1 }
        while level < Sketch.levels - 1, count(level) > Sketch.most { level += 1 }
        let mask = UInt32(1 << level - 1)
        var sample: [UInt32] = []
        sample.reserveCapacity(count(level))
        for shingle in shingles where shingle & mask == 0 { sample.append(shingle) }
        sample.sort()
        var kept = 0
        for index in sample.indices where index == 0 || sample[index] != sample[index - 1] {
            sample[kept] = sample[index]
            kept += 1
        }
        // Beyond the largest step, which 65,000 words need, the lowest hashes stand for all.
        sample.removeLast(sample.count - min(kept, Sketch.most))
        return (1 << level, sample)
    }
}
