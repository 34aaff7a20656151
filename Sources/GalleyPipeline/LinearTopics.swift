internal import GalleyStages
internal import GalleyText
internal import Glibc

/// Weights of topics over features: for each topic a linear machine that tells it from all others.
struct LinearTopics {
    private(set) var weights: [[Float]] = []
    private(set) var biases: [Float] = []

    /// Learns by dual coordinate descent with squared hinge loss.
    ///
    /// After Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM" (2008), algorithm 1, without
    /// shrinking. The order of the articles is a fixed sequence of shuffles, so that the same data gives the same weights.
    ///
    /// - Complexity: O(*n* · *k*) for *n* features of all articles and *k* topics, at most 20 times.
    init(_ vectors: TopicVectors, _ labels: [[Int]], topics: Int, _ buckets: TopicBuckets, cost: Float) {
        for topic in 0..<topics {
            let isThere = labels.map { $0.contains(topic) }
            let stretch = Self.stretch(vectors, isThere, buckets)
            var (weights, bias) = Self.machine(vectors.stretched(by: stretch), isThere, stretch.count, cost: cost)
            for feature in weights.indices { weights[feature] *= stretch[feature] }
            self.weights.append(weights)
            biases.append(bias)
        }
    }

    /// How much longer each feature is made for one topic, so that one that is telling needs little weight.
    ///
    /// √(|ln *r*| · idf), where *r* is how much commoner it is in articles with the topic than in others, times what leaves
    /// vectors at a mean square length of 1. After Wang and Manning, "Baselines and Bigrams" (2012).
    private static func stretch(_ vectors: TopicVectors, _ isThere: [Bool], _ buckets: TopicBuckets) -> [Float] {
        let count = buckets.buckets.count
        // What a feature is taken to be found in beside the articles that have it.
        let unseen = 0.3
        var (with, without) = ([Double](repeating: unseen, count: count), [Double](repeating: unseen, count: count))
        for (article, isThere) in isThere.enumerated() {
            for index in vectors.starts[article]..<vectors.starts[article + 1] {
                let feature = Int(vectors.features[index])
                if isThere { with[feature] += 1 } else { without[feature] += 1 }
            }
        }
        let all = with.reduce(0, +) / without.reduce(0, +)
        let stretch = (0..<count).map {
            Float(abs(log(with[$0] / without[$0] / all)) * Double(buckets.idf[$0])).squareRoot()
        }
        let stretched = vectors.stretched(by: stretch)
        let square = (0..<vectors.count).reduce(0) { $0 + stretched.square($1) } / Float(vectors.count)
        return stretch.map { $0 / max(square.squareRoot(), .leastNormalMagnitude) }
    }

    private static func machine(
        _ vectors: TopicVectors,
        _ isThere: [Bool],
        _ features: Int,
        cost: Float
    ) -> (weights: [Float], bias: Float) {
        let damping = 0.5 / cost
        var weights = [Float](repeating: 0, count: features)
        var bias: Float = 0
        var duals = [Float](repeating: 0, count: vectors.count)
        var order = Array(0..<vectors.count)
        var random = SplitMix(state: 0x5eed)
        // The bias stands for a feature that is always 1.
        let squares = order.map { 1 + vectors.square($0) }
        for _ in 0..<20 {
            order.shuffle(using: &random)
            var (lowest, highest): (Float, Float) = (0, 0)
            for article in order {
                let range = vectors.starts[article]..<vectors.starts[article + 1]
                let sign: Float = isThere[article] ? 1 : -1
                let value = bias + vectors.product(range, weights)
                let slope = sign * value - 1 + damping * duals[article]
                let step = duals[article] == 0 ? min(slope, 0) : slope
                (lowest, highest) = (min(lowest, step), max(highest, step))
                guard abs(step) > 1e-6 else { continue }
                let dual = max(duals[article] - slope / (squares[article] + damping), 0)
                let change = (dual - duals[article]) * sign
                duals[article] = dual
                bias += change
                vectors.add(change, range, to: &weights)
            }
            if highest - lowest < 0.02 { break }
        }
        return (weights, bias)
    }

    /// The value of each topic for each article.
    func values(_ vectors: TopicVectors) -> [[Float]] {
        (0..<vectors.count).map { article in
            let range = vectors.starts[article]..<vectors.starts[article + 1]
            return zip(weights, biases).map { weights, bias in bias + vectors.product(range, weights) }
        }
    }
}

extension TopicVectors {
    fileprivate func product(_ range: Range<Int>, _ weights: [Float]) -> Float {
        let (features, values, weights) = (features.span, values.span, weights.span)
        var sum: Float = 0
        for index in range { sum += values[index] * weights[Int(features[index])] }
        return sum
    }

    fileprivate func add(_ factor: Float, _ range: Range<Int>, to weights: inout [Float]) {
        let (features, values) = (features.span, values.span)
        var weights = weights.mutableSpan
        for index in range { weights[Int(features[index])] += factor * values[index] }
    }
}

/// Steele et al.'s SplitMix64, which gives the same numbers everywhere.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
}
