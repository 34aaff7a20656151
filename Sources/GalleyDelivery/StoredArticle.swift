internal import GalleyText

/// What an index keeps of an article beside its shingles and its name, in 72 bytes.
struct StoredArticle: Equatable {
    var traits: Sketch.Traits
    /// When it was delivered, in seconds since 1970.
    var time: Int
    /// How many sampled shingles are multiples of 1, 2, 4 …; none below its step.
    var counts: InlineArray<8, UInt16>

    static let size = 72

    init(_ sketch: Sketch, time: Int) {
        (traits, self.time) = (sketch.traits, time)
        counts = InlineArray { level in
            let step = 1 << level
            return step < sketch.step ? 0 : UInt16(clamping: sketch.count(at: step))
        }
    }

    /// The level of its step: `1 << level` is the step.
    var level: Int {
        for level in counts.indices where counts[level] > 0 { return level }
        return 0
    }

    static func == (one: StoredArticle, other: StoredArticle) -> Bool {
        one.traits == other.traits && one.time == other.time
            && one.counts.indices.allSatisfy { one.counts[$0] == other.counts[$0] }
    }

    func append(to bytes: inout [UInt8]) {
        bytes.append(number: traits.exact.high)
        bytes.append(number: traits.exact.low)
        bytes.append(number: traits.title)
        bytes.append(number: traits.numbers)
        bytes.append(number: traits.numberBits)
        bytes.append(number: traits.source)
        bytes.append(number: UInt32(clamping: traits.words))
        bytes.append(number: UInt64(clamping: time))
        for level in counts.indices { bytes.append(number: counts[level]) }
    }

    /// Reads what `append` wrote.
    ///
    /// - Precondition: there are `size` bytes at the offset.
    init(_ bytes: Span<UInt8>, at start: Int) {
        traits = Sketch.Traits()
        traits.exact = (bytes.number(at: start), bytes.number(at: start + 8))
        traits.title = bytes.number(at: start + 16)
        traits.numbers = bytes.number(at: start + 24)
        traits.numberBits = bytes.number(at: start + 32)
        traits.source = bytes.number(at: start + 40)
        traits.words = Int(bytes.number(at: start + 44, as: UInt32.self))
        time = Int(bytes.number(at: start + 48, as: Int64.self))
        counts = InlineArray { level in bytes.number(at: start + 56 + 2 * level) }
    }
}
