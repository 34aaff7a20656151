package import GalleyText
internal import Glibc

/// What a model sees of an article: its words, and its pairs of neighbouring words, each as a hash.
package enum TopicFeatures {
    /// Gives each word of two bytes or more and, if wanted, its pair with the one before it.
    ///
    /// - Parameter take: gets the hash, whether it is of a pair, and the numbers of the first and the last word.
    @inline(__always)
    static func walk(
        _ words: Span<Token>,
        _ range: Range<Int>,
        pairs: Bool,
        seed: UInt64,
        _ take: (_ hash: UInt64, _ isPair: Bool, _ first: Int, _ last: Int) -> Void
    ) {
        var previous = -1
        for index in range {
            let word = words[index]
            guard word.end - word.start >= 2 else { continue }
            take((word.hash ^ seed) &* spread, false, index, index)
            if pairs, previous >= 0 {
                let hash = (words[previous].hash &* turn ^ word.hash ^ seed) &* spread
                take(hash, true, previous, index)
            }
            previous = index
        }
    }

    // Odd numbers; what is multiplied by them has its upper bits well mixed.
    private static let spread: UInt64 = 0x9e37_79b9_7f4a_7c15
    private static let turn: UInt64 = 0xd6e8_feb8_6659_fd93

    /// The bucket of a feature among 2^`bits`: where there are pairs, these have the upper half.
    @inline(__always)
    package static func bucket(_ hash: UInt64, isPair: Bool, bits: Int, pairs: Bool) -> UInt32 {
        guard pairs else { return UInt32(truncatingIfNeeded: hash >> UInt64(64 - bits)) }
        return UInt32(truncatingIfNeeded: hash >> UInt64(65 - bits)) | (isPair ? 1 << UInt32(bits - 1) : 0)
    }

    /// How loud a feature is that was found *n* times: 1 + ln *n*; more than 255 times count as 255.
    package static func loudness(_ count: Int) -> Float { loudnesses[min(count, 255)] }

    private static let loudnesses: [Float] = (0...255).map { $0 == 0 ? 0 : Float(1 + log(Double($0))) }
}

/// Counts features: an open-addressed table of those seen, in the order in which they came.
package struct FeatureCounter {
    package struct Feature: BitwiseCopyable {
        package let key: UInt64
        package var count: Int
    }

    /// The features with their counts.
    package private(set) var features: [Feature] = []
    /// The number of a feature plus one; 0 in a free slot.
    private var slots: [Int32]

    /// - Parameter most: how many features may come; more make it slow only.
    package init(most: Int) {
        let bits = Int.bitWidth - max(8, min(most, 1 << 24)).leadingZeroBitCount + 1
        slots = [Int32](repeating: 0, count: 1 << bits)
        features.reserveCapacity(min(most, 1 << 16))
    }

    /// Adds to a feature's count, and returns its number.
    @inline(__always)
    package mutating func add(_ key: UInt64, _ count: Int) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: key >> 1) & mask
        while true {
            let number = Int(slots[slot]) - 1
            if number < 0 { break }
            if features[number].key == key {
                features[number].count += count
                return number
            }
            slot = (slot + 1) & mask
        }
        features.append(Feature(key: key, count: count))
        slots[slot] = Int32(features.count)
        return features.count - 1
    }
}

extension TopicFeatures {
    /// Counts the features of an article for training; the lowest bit of a key says that it is a pair.
    package static func count(_ article: Article, _ facts: TopicModel.Facts) -> [FeatureCounter.Feature] {
        let text = TopicText(article)
        var counter = FeatureCounter(most: text.count * 2)
        let (title, words) = (text.title, text.words)
        walk(title.span, title.indices, pairs: true, seed: facts.seed) { hash, isPair, _, _ in
            _ = counter.add(hash & ~1 | (isPair ? 1 : 0), facts.titleWeight)
        }
        for range in [text.before, text.behind] {
            walk(words.span, range, pairs: true, seed: facts.seed) { hash, isPair, _, _ in
                _ = counter.add(hash & ~1 | (isPair ? 1 : 0), 1)
            }
        }
        return counter.features
    }

    /// Gives each feature of an article for training, with the phrase that it is made of.
    package static func walk(
        _ article: Article,
        _ facts: TopicModel.Facts,
        _ take: (_ key: UInt64, _ phrase: () -> String) -> Void
    ) {
        let text = TopicText(article)
        func walk(_ words: [Token], _ bytes: [UInt8], _ range: Range<Int>) {
            Self.walk(words.span, range, pairs: facts.pairs, seed: facts.seed) { hash, isPair, first, last in
                take(hash & ~1 | (isPair ? 1 : 0)) { TopicModel.phrase(bytes, words[first], words[last]) }
            }
        }
        walk(text.title, text.titleBytes, text.title.indices)
        walk(text.words, text.bytes, text.before)
        walk(text.words, text.bytes, text.behind)
    }
}
