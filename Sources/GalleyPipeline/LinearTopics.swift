internal import GalleyStages
internal import GalleyText

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
    init(_ vectors: TopicVectors, _ labels: [[Int]], topics: Int, features: Int, cost: Float) {
        for topic in 0..<topics {
            let signs = labels.map { $0.contains(topic) ? 1 as Float : -1 }
            let (weights, bias) = Self.machine(vectors, signs, features: features, cost: cost)
            self.weights.append(weights)
            biases.append(bias)
        }
    }

    private static func machine(
        _ vectors: TopicVectors,
        _ signs: [Float],
        features: Int,
        cost: Float
    ) -> (weights: [Float], bias: Float) {
        let damping = 0.5 / cost
        var weights = [Float](repeating: 0, count: features)
        var bias: Float = 0
        var duals = [Float](repeating: 0, count: vectors.count)
        var order = Array(0..<vectors.count)
        var random = SplitMix(state: 0x5eed)
        for _ in 0..<20 {
            order.shuffle(using: &random)
            var (lowest, highest): (Float, Float) = (0, 0)
            for article in order {
                let range = vectors.starts[article]..<vectors.starts[article + 1]
                let sign = signs[article]
                let value = bias + vectors.product(range, weights)
                let slope = sign * value - 1 + damping * duals[article]
                let step = duals[article] == 0 ? min(slope, 0) : slope
                (lowest, highest) = (min(lowest, step), max(highest, step))
                guard abs(step) > 1e-6 else { continue }
                // A vector has length 1, and the bias stands for a feature that is always 1.
                let dual = max(duals[article] - slope / (2 + damping), 0)
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
