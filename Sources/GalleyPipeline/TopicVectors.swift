internal import GalleyStages
internal import GalleyText
internal import Glibc

/// The features of labelled articles, before they are hashed into buckets.
struct TopicExamples {
    /// The hashes of all articles' features, one article behind the other; the lowest bit says that it is a pair.
    private(set) var keys: [UInt64] = []
    /// How often each stands there.
    private(set) var counts: [Int32] = []
    /// Where each article's features begin, and the end of the last.
    private(set) var starts = [0]
    /// The numbers of each article's topics.
    private(set) var labels: [[Int]] = []

    var count: Int { labels.count }

    mutating func append(_ features: [FeatureCounter.Feature], labels: [Int]) {
        for feature in features {
            keys.append(feature.key)
            counts.append(Int32(clamping: feature.count))
        }
        starts.append(keys.count)
        self.labels.append(labels)
    }

    mutating func append(_ other: TopicExamples) {
        let offset = keys.count
        keys += other.keys
        counts += other.counts
        starts += other.starts.dropFirst().map { $0 + offset }
        labels += other.labels
    }
}

/// What buckets count, and how much: learned from the articles that a model is trained with.
struct TopicBuckets {
    let bits: Int
    let pairs: Bool
    let pairWeight: Float
    /// The number of a bucket's feature; -1 for one that does not count.
    private var numbers: [Int32]
    /// The bucket of each feature.
    private(set) var buckets: [UInt32] = []
    /// The idf of each feature: 1 + ln((1 + articles) / (1 + articles that have it)).
    private(set) var idf: [Float] = []

    /// A word counts if one article has it, a pair if two have.
    init(_ examples: TopicExamples, bits: Int, pairs: Bool, pairWeight: Float) {
        (self.bits, self.pairs, self.pairWeight) = (bits, pairs, pairWeight)
        numbers = [Int32](repeating: -1, count: 1 << bits)
        var frequencies = [Int32](repeating: 0, count: 1 << bits)
        var lastSeen = [Int32](repeating: -1, count: 1 << bits)
        for article in 0..<examples.count {
            for index in examples.starts[article]..<examples.starts[article + 1] {
                let key = examples.keys[index]
                guard pairs || key & 1 == 0 else { continue }
                let bucket = Int(TopicFeatures.bucket(key, isPair: key & 1 != 0, bits: bits, pairs: pairs))
                if lastSeen[bucket] == article { continue }
                lastSeen[bucket] = Int32(article)
                frequencies[bucket] += 1
            }
        }
        for (bucket, frequency) in frequencies.enumerated() where frequency >= (isPair(bucket) ? 2 : 1) {
            numbers[bucket] = Int32(buckets.count)
            buckets.append(UInt32(bucket))
            idf.append(Float(1 + log(Double(1 + examples.count) / Double(1 + frequency))))
        }
    }

    func isPair(_ bucket: Int) -> Bool { pairs && bucket >> (bits - 1) != 0 }

    /// The number of a key's feature.
    func feature(of key: UInt64) -> Int? {
        guard pairs || key & 1 == 0 else { return nil }
        let number = numbers[Int(TopicFeatures.bucket(key, isPair: key & 1 != 0, bits: bits, pairs: pairs))]
        return number < 0 ? nil : Int(number)
    }

    /// What a feature says at most: its share of a vector that it fills alone.
    func weight(_ feature: Int) -> Float { idf[feature] * (isPair(Int(buckets[feature])) ? pairWeight : 1) }
}

/// Articles as sparse vectors of length 1.
struct TopicVectors {
    /// The numbers of features, one article behind the other.
    private(set) var features: [Int32] = []
    private(set) var values: [Float] = []
    /// Where each article begins, and the end of the last.
    private(set) var starts = [0]

    var count: Int { starts.count - 1 }

    init(_ examples: TopicExamples, _ buckets: TopicBuckets) {
        features.reserveCapacity(examples.keys.count)
        values.reserveCapacity(examples.keys.count)
        for article in 0..<examples.count {
            let range = examples.starts[article]..<examples.starts[article + 1]
            var counter = FeatureCounter(most: range.count)
            for index in range {
                guard let feature = buckets.feature(of: examples.keys[index]) else { continue }
                // Shifted, since a counter looks at all bits but the lowest.
                _ = counter.add(UInt64(feature) << 1, Int(examples.counts[index]))
            }
            var square: Float = 0
            let first = values.count
            for feature in counter.features {
                let number = Int(feature.key >> 1)
                let value = TopicFeatures.loudness(feature.count) * buckets.weight(number)
                features.append(Int32(number))
                values.append(value)
                square += value * value
            }
            let length = max(square.squareRoot(), .leastNormalMagnitude)
            for index in first..<values.count { values[index] /= length }
            starts.append(values.count)
        }
    }

    /// The same, each feature times its `stretch`.
    func stretched(by stretch: [Float]) -> TopicVectors {
        var other = self
        for index in values.indices { other.values[index] *= stretch[Int(features[index])] }
        return other
    }

    /// The square of an article's length.
    func square(_ article: Int) -> Float {
        values[starts[article]..<starts[article + 1]].reduce(0) { $0 + $1 * $1 }
    }
}
