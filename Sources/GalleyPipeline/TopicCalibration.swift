internal import Glibc

/// The logistic curve that makes a value of a topic a confidence.
///
/// After Platt's "Probabilistic Outputs for Support Vector Machines" (1999), with the Newton steps of Lin, Lin and Weng's
/// note on it (2007).
struct TopicCurve: Equatable {
    var slope = 1.0
    var offset = 0.0

    func confidence(_ value: Float) -> Double { 1 / (1 + exp(-(slope * Double(value) + offset))) }

    init() {}

    /// Fits the curve to values and whether the topic was there.
    init(_ values: [Float], _ isThere: [Bool]) {
        let positives = Double(isThere.count { $0 })
        let negatives = Double(isThere.count) - positives
        let (high, low) = ((positives + 1) / (positives + 2), 1 / (negatives + 2))
        (slope, offset) = (0, log((positives + 1) / (negatives + 1)))
        var loss = loss(values, isThere, high, low)
        for _ in 0..<100 {
            var (g1, g2, h11, h22, h21) = (0.0, 0.0, 1e-12, 1e-12, 0.0)
            for (value, isThere) in zip(values, isThere) {
                let (x, p) = (Double(value), confidence(value))
                let (error, curve) = (p - (isThere ? high : low), p * (1 - p))
                g1 += x * error
                g2 += error
                h11 += x * x * curve
                h22 += curve
                h21 += x * curve
            }
            guard abs(g1) > 1e-5 || abs(g2) > 1e-5 else { return }
            let determinant = h11 * h22 - h21 * h21
            let (stepA, stepB) = (-(h22 * g1 - h21 * g2) / determinant, -(h11 * g2 - h21 * g1) / determinant)
            let (oldSlope, oldOffset) = (slope, offset)
            var step = 1.0
            while step > 1e-10 {
                (slope, offset) = (oldSlope + step * stepA, oldOffset + step * stepB)
                let next = self.loss(values, isThere, high, low)
                if next < loss + 1e-4 * step * (g1 * stepA + g2 * stepB) {
                    loss = next
                    break
                }
                step /= 2
            }
            if step <= 1e-10 {
                (slope, offset) = (oldSlope, oldOffset)
                return
            }
        }
    }

    private func loss(_ values: [Float], _ isThere: [Bool], _ high: Double, _ low: Double) -> Double {
        zip(values, isThere).reduce(0) { sum, row in
            let (z, target) = (slope * Double(row.0) + offset, row.1 ? high : low)
            return sum + (z >= 0 ? (1 - target) * z + log(1 + exp(-z)) : -target * z + log(1 + exp(z)))
        }
    }
}
