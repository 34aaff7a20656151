import GalleyPipeline
import GalleyStages
import GalleyText
import Glibc

/// Learns the weights of `strip-navigation` from a folder of pages with gold bodies, and writes a weights file.
///
/// The folder has `pages.jsonl`, each line with set, id and domain, and below `gold`, `mix`, `raw` and `lynx` a file
/// SET/ID.txt for each. What the first look says of a page is learned from pages of other domains, so that the second
/// learns how far to trust it.
enum LineLearner {
    static func run(_ arguments: [String]) -> Int32 {
        let folds = arguments.count == 5 && arguments[3] == "--folds" ? arguments[4] : nil
        guard arguments.count == 3 || folds != nil else {
            print("name a folder of pages, the pipeline whose stages come before, and the weights file to write anew")
            return 64
        }
        let (folder, path) = (arguments[0], arguments[2])
        let pipeline: Pipeline
        do { pipeline = try Pipeline.load(path: arguments[1]) } catch {
            print(error)
            return 78
        }
        let old = String(decoding: StageBenchmark.bytes(of: path), as: UTF8.self)
        let samples = LineSample.read(folder, pipeline.engine.stages)
        guard !samples.isEmpty, !old.isEmpty else {
            print("there are no pages in \(folder), or no weights file \(path)")
            return 66
        }
        guard let folds else { return write(learned(samples, old), to: path) }
        defer { _ = write(old, to: path) }
        for part in 0..<LineSample.parts {
            print("without part \(part) of the domains")
            let file = learned(samples.filter { $0.part != part }, old)
            guard write(file, to: path) == 0, let pipeline = try? Pipeline.load(path: arguments[1]) else { return 73 }
            guard clean(LineSample.pages(of: folder).filter { $0.part == part }, by: pipeline, to: folds) else {
                return 73
            }
        }
        print("galley judge says how good \(folds) is: galley judge \(folder)/gold \(folds)/raw \(folder)/raw")
        return 0
    }

    /// A weights file of what the samples teach.
    private static func learned(_ samples: [LineSample], _ old: String) -> String {
        let place = StripNavigation.signNames.firstIndex(of: "block-share") ?? 0
        let tables = [samples.filter { $0.signs[place] >= 0.75 }, samples.filter { $0.signs[place] < 0.75 }]
        // The head of the file, with the words, stays.
        var file =
            old.split(separator: "\n", omittingEmptySubsequences: false).prefix { !$0.hasPrefix("article:") }
            .joined(separator: "\n") + "\n"
        for (name, samples) in zip(["article", "page"], tables) {
            print("\(name): \(samples.count) texts, \(samples.reduce(0) { $0 + $1.count }) lines")
            var learner = TableLearner(samples, rarity: name == "page" ? 5 : 1)
            learner.learn()
            learner.report()
            file += "\(name):\n\(learner.text(thresholds: thresholds(of: name, in: old)))"
        }
        return file
    }

    /// Cleans pages into folders as those that they come from.
    private static func clean(_ pages: [LineSample.Page], by pipeline: Pipeline, to folder: String) -> Bool {
        mkdir(folder, 0o755)
        for page in pages {
            for (name, _) in LineSample.folders {
                let text = page.text(in: name)
                guard !text.isEmpty else { continue }
                mkdir("\(folder)/\(name)", 0o755)
                mkdir("\(folder)/\(name)/\(page.set)", 0o755)
                let article = pipeline.engine.clean(Article(String(decoding: text, as: UTF8.self))).article
                guard write(article.text, to: "\(folder)/\(name)/\(page.set)/\(page.id).txt") == 0 else { return false }
            }
        }
        return true
    }

    private static func write(_ text: String, to path: String) -> Int32 {
        guard let out = fopen(path, "w") else { return 73 }
        defer { fclose(out) }
        return fputs(text, out) >= 0 ? 0 : 74
    }

    /// The lines of a table's thresholds, which are chosen by hand from what `report` prints and `--folds` shows.
    private static func thresholds(of table: String, in file: String) -> String {
        let lines = file.split(separator: "\n").drop { $0 != "\(table):" }.dropFirst()
        let kept = lines.prefix { !$0.hasPrefix("  bias:") }
        return kept.isEmpty ? "  threshold: 0" : kept.joined(separator: "\n")
    }
}

/// Learns one table of weights.
private struct TableLearner {
    private let samples: [LineSample]
    /// How much each line of each sample counts; nothing, if nothing is learned from it.
    private let counts: [[Double]]
    private let width = StripNavigation.signNames.count
    private let lookWidth = StripNavigation.lookNames.count
    private var first: StepModel
    private var second: StepModel
    /// The sums of the second look, learned from other domains.
    private var crossed: [[Double]] = []

    /// - Parameter rarity: how many times a text counts that is no whole page.
    init(_ samples: [LineSample], rarity: Double) {
        self.samples = samples
        counts = samples.enumerated().map { number, sample in
            let isPage = sample.folder == "raw" || sample.folder == "lynx"
            return (0..<sample.count).map { line in
                // Of the many lines of litter of whole pages, one in three is enough.
                let thins = isPage && !sample.isArticle[line]
                if thins, (line + number) % 3 != 0 { return 0 }
                // An article that looks like a whole page is rare, and the worst to lose.
                return Double(sample.weights[line]) * (thins ? 3 : isPage ? 1 : rarity)
            }
        }
        first = StepModel(samples.flatMap(\.signs), width: width, counts: Array(counts.joined()))
        second = first
    }

    private func lesson(_ model: StepModel, _ places: [[Int32]], without part: Int?) -> StepModel.Lesson {
        var lesson = StepModel.Lesson()
        let width = model.steps.count
        for (number, sample) in samples.enumerated() where sample.part != part {
            for line in 0..<sample.count where counts[number][line] > 0 {
                lesson.places += places[number][line * width..<(line + 1) * width]
                lesson.isArticle.append(sample.isArticle[line])
                lesson.counts.append(counts[number][line])
            }
        }
        return lesson
    }

    private func places(_ model: StepModel, _ rows: [Float]) -> [Int32] {
        let width = model.steps.count
        return stride(from: 0, to: rows.count, by: width).flatMap { model.places(rows[$0..<$0 + width]) }
    }

    private func sums(_ model: StepModel, _ places: [Int32]) -> [Double] {
        let width = model.steps.count
        return stride(from: 0, to: places.count, by: width).map { model.sum(places[$0..<$0 + width]) }
    }

    mutating func learn() {
        let signs = samples.map { places(first, $0.signs) }
        var firstSums = [[Double]](repeating: [], count: samples.count)
        for part in Set(samples.map(\.part)).sorted() {
            var model = first
            model.learn(lesson(model, signs, without: part))
            for number in samples.indices where samples[number].part == part {
                firstSums[number] = sums(model, signs[number])
            }
        }
        first.learn(lesson(first, signs, without: nil))
        // The second look knows all signs of the first, and what it said.
        var rows: [[Float]] = []
        for (number, sample) in samples.enumerated() {
            let looks = StripNavigation.looks(firstSums[number].map(Float.init), words: sample.words)
            var row: [Float] = []
            for line in 0..<sample.count {
                row += sample.signs[line * width..<(line + 1) * width]
                row += looks[line * lookWidth..<(line + 1) * lookWidth]
            }
            rows.append(row)
        }
        second = StepModel(Array(rows.joined()), width: width + lookWidth, counts: Array(counts.joined()))
        let all = rows.map { places(second, $0) }
        crossed = [[Double]](repeating: [], count: samples.count)
        for part in Set(samples.map(\.part)).sorted() {
            var model = second
            model.learn(lesson(model, all, without: part))
            for number in samples.indices where samples[number].part == part {
                crossed[number] = sums(model, all[number])
            }
        }
        second.learn(lesson(second, all, without: nil))
        center(signs, all)
    }

    /// Moves each sign's mean weight to the bias, so that a weight says how a line differs from most.
    private mutating func center(_ signs: [[Int32]], _ all: [[Int32]]) {
        for (isFirst, places) in [(true, signs), (false, all)] {
            var model = isFirst ? first : second
            let lesson = lesson(model, places, without: nil)
            var shares = [Double](repeating: 0, count: model.weights.count)
            let width = model.steps.count
            for (line, count) in lesson.counts.enumerated() {
                for place in lesson.places[line * width..<(line + 1) * width] { shares[Int(place)] += count }
            }
            for sign in 0..<width {
                let range = model.starts[sign]..<model.starts[sign + 1]
                let total = range.reduce(0) { $0 + shares[$1] }
                guard total > 0 else { continue }
                let mean = range.reduce(0) { $0 + shares[$1] * model.weights[$1] } / total
                for place in range { model.weights[place] -= mean }
                model.bias += mean
            }
            if isFirst { first = model } else { second = model }
        }
    }

    /// Prints what thresholds would do to pages of domains that were not learned from.
    func report() {
        for (folder, _) in LineSample.folders {
            let chosen = samples.indices.filter { samples[$0].folder == folder }
            guard !chosen.isEmpty else { continue }
            for threshold in [-1.0, 0, 0.5, 1] {
                var (damage, residue): (Float, Float) = (0, 0)
                for number in chosen {
                    let sample = samples[number]
                    var (lost, ours, left, litter): (Float, Float, Float, Float) = (0, 0, 0, 0)
                    for line in 0..<sample.count {
                        let goes = line > 0 && crossed[number][line] < threshold
                        ours += sample.covered[line]
                        litter += sample.words[line] - sample.covered[line]
                        if goes {
                            lost += sample.covered[line]
                        } else {
                            left += sample.words[line] - sample.covered[line]
                        }
                    }
                    damage += lost / max(ours, 1)
                    residue += left / max(litter, 1)
                }
                let share = 100 / Float(chosen.count)
                print("  \(folder) \(threshold): damage \(damage * share) residue \(residue * share)")
            }
        }
    }

    /// The table as the file has it.
    func text(thresholds: String) -> String {
        var text = thresholds + "\n"
        text += "  bias: { first: \(number(first.bias)), second: \(number(second.bias)) }\n  signs:\n"
        for (sign, name) in (StripNavigation.signNames + StripNavigation.lookNames).enumerated() {
            let steps = second.steps[sign]
            guard !steps.isEmpty else { continue }
            text += "    \(name): { steps: [\(steps.map { number(Double($0)) }.joined(separator: ", "))]"
            if sign < width { text += ", first: \(list(first, sign))" }
            text += ", second: \(list(second, sign)) }\n"
        }
        return text
    }

    private func list(_ model: StepModel, _ sign: Int) -> String {
        let weights = model.weights[model.starts[sign]..<model.starts[sign + 1]]
        return "[\(weights.map { number(($0 * 100).rounded() / 100) }.joined(separator: ", "))]"
    }

    private func number(_ value: Double) -> String {
        var text = "\(Float(value))"
        if text.hasSuffix(".0") { text.removeLast(2) }
        return text == "-0" ? "0" : text
    }
}
