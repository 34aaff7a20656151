import Glibc

/// Signs cut into steps, and the weight of each step: what logistic regression learns.
struct StepModel {
    /// The bounds between the steps of each sign.
    let steps: [[Float]]
    /// Where each sign's weights begin; one more for the end.
    let starts: [Int]
    var weights: [Double]
    var bias = 0.0

    /// Cuts each sign into at most eight steps in which lines count about the same together.
    ///
    /// By their number nearly all steps would be for the labels of whole pages, which are many and short.
    ///
    /// - Parameters:
    ///   - rows: lines, `width` signs each.
    ///   - counts: how much each line counts; one that counts nothing has no say.
    init(_ rows: [Float], width: Int, counts: [Double]) {
        var steps: [[Float]] = []
        let lines = counts.indices.filter { counts[$0] > 0 }
        let total = counts.reduce(0, +)
        for sign in 0..<width {
            let values = lines.map { (rows[$0 * width + sign], counts[$0]) }.sorted { $0.0 < $1.0 }
            var bounds: [Float] = []
            let different = Set(values.map(\.0)).sorted()
            if different.count <= 8 {
                bounds = zip(different, different.dropFirst()).map { ($0 + $1) / 2 }
            } else {
                var sum = 0.0
                for (value, count) in values {
                    sum += count
                    while bounds.count < 7, sum * 8 >= total * Double(bounds.count + 1) { bounds.append(value) }
                }
            }
            steps.append(Set(bounds.map(Self.rounded)).sorted())
        }
        self.steps = steps
        starts = steps.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count + 1) }
        weights = [Double](repeating: 0, count: starts.last ?? 0)
    }

    /// To three digits, as the file has it.
    private static func rounded(_ value: Float) -> Float {
        guard value != 0 else { return 0 }
        let scale = pow(10, (2 - floor(log10(abs(Double(value))))))
        return Float((Double(value) * scale).rounded() / scale)
    }

    /// The places of a line's steps in the weights.
    func places(_ row: ArraySlice<Float>) -> [Int32] {
        zip(row, 0...).map { value, sign in
            Int32(starts[sign] + steps[sign].reduce(0) { $0 + ($1 <= value ? 1 : 0) })
        }
    }

    /// What the model says of a line.
    func sum(_ places: ArraySlice<Int32>) -> Double { places.reduce(bias) { $0 + weights[Int($1)] } }

    /// Lines to learn from.
    struct Lesson {
        /// The places of each line's steps, one line behind the other.
        var places: [Int32] = []
        var isArticle: [Bool] = []
        var counts: [Double] = []
    }

    /// Learns the weights: logistic regression with a penalty on large ones, by L-BFGS.
    mutating func learn(_ lesson: Lesson, penalty: Double = 20, turns: Int = 150) {
        let width = steps.count
        let mean = lesson.counts.reduce(0, +) / Double(max(lesson.counts.count, 1))
        let size = weights.count + 1
        func loss(_ point: [Double], _ slope: inout [Double]) -> Double {
            for index in 0..<size { slope[index] = index < size - 1 ? penalty * point[index] : 0 }
            var loss = point.dropLast().reduce(0) { $0 + penalty / 2 * $1 * $1 }
            lesson.places.withUnsafeBufferPointer { places in
                for line in lesson.isArticle.indices {
                    var sum = point[size - 1]
                    for place in line * width..<(line + 1) * width { sum += point[Int(places[place])] }
                    let sign = lesson.isArticle[line] ? 1.0 : -1
                    let count = lesson.counts[line] / mean
                    let margin = max(-40, min(40, sign * sum))
                    loss += count * log1p(exp(-margin))
                    let pull = -count * sign / (1 + exp(margin))
                    for place in line * width..<(line + 1) * width { slope[Int(places[place])] += pull }
                    slope[size - 1] += pull
                }
            }
            return loss
        }
        let point = Minimizer(size: size, turns: turns).minimum(of: loss)
        weights = Array(point.dropLast())
        bias = point.last ?? 0
    }
}

/// Finds where a function is least, by its slope: L-BFGS with a memory of twelve steps.
struct Minimizer {
    let size: Int
    let turns: Int

    func minimum(of function: ([Double], inout [Double]) -> Double) -> [Double] {
        var point = [Double](repeating: 0, count: size)
        var slope = point
        var value = function(point, &slope)
        var memory: [(step: [Double], change: [Double], scale: Double)] = []
        for _ in 0..<turns {
            let direction = direction(slope, memory)
            let descent = dot(direction, slope)
            guard descent < 0 else { break }
            var length = memory.isEmpty ? 1 / max(1, dot(slope, slope).squareRoot()) : 1
            var next = point
            var nextSlope = slope
            var nextValue = value
            for _ in 0..<25 {
                for index in 0..<size { next[index] = point[index] + length * direction[index] }
                nextValue = function(next, &nextSlope)
                if nextValue <= value + 1e-4 * length * descent { break }
                length /= 2
            }
            guard nextValue < value else { break }
            let step = zip(next, point).map { $0 - $1 }
            let change = zip(nextSlope, slope).map { $0 - $1 }
            let product = dot(step, change)
            if product > 1e-12 { memory.append((step, change, 1 / product)) }
            if memory.count > 12 { memory.removeFirst() }
            let gain = value - nextValue
            (point, slope, value) = (next, nextSlope, nextValue)
            if gain < 1e-7 * abs(value) { break }
        }
        return point
    }

    private func direction(_ slope: [Double], _ memory: [(step: [Double], change: [Double], scale: Double)]) -> [Double]
    {
        var direction = slope.map { -$0 }
        var shares: [Double] = []
        for past in memory.reversed() {
            let share = past.scale * dot(past.step, direction)
            shares.append(share)
            for index in 0..<size { direction[index] -= share * past.change[index] }
        }
        if let last = memory.last {
            let scale = 1 / (last.scale * dot(last.change, last.change))
            for index in 0..<size { direction[index] *= scale }
        }
        for (past, share) in zip(memory, shares.reversed()) {
            let other = past.scale * dot(past.change, direction)
            for index in 0..<size { direction[index] += (share - other) * past.step[index] }
        }
        return direction
    }

    private func dot(_ one: [Double], _ other: [Double]) -> Double {
        var sum = 0.0
        for index in 0..<size { sum += one[index] * other[index] }
        return sum
    }
}
