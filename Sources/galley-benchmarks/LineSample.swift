import GalleyPipeline
import GalleyStages
import GalleyText
import Glibc

/// One page of a folder of pages with gold bodies, as the line scorer sees it.
struct LineSample {
    /// The signs of each line, `StripNavigation.signNames.count` each.
    let signs: [Float]
    /// Whether each line is the article's.
    let isArticle: [Bool]
    /// How many words each line has.
    let words: [Float]
    /// How many of them the gold body has.
    let covered: [Float]
    /// How much each line counts.
    let weights: [Float]
    /// The folder.
    let folder: String
    /// Which part of the domains it belongs to.
    let part: Int

    var count: Int { isArticle.count }

    /// How much a page counts, by the folder that it comes from.
    static let folders: [(name: String, weight: Float)] = [("mix", 1), ("raw", 0.8), ("lynx", 0.5), ("gold", 0.7)]

    /// In how many parts the domains are cut.
    static let parts = 5

    /// A page as `pages.jsonl` lists it.
    struct Page {
        let (set, id): (String, String)
        /// Which part of the domains it belongs to.
        let part: Int
        fileprivate let folder: String

        /// What one of the folders has of it.
        func text(in name: String) -> [UInt8] { StageBenchmark.bytes(of: "\(folder)/\(name)/\(set)/\(id).txt") }
    }

    /// All pages that `pages.jsonl` lists.
    static func pages(of folder: String) -> [Page] {
        StageBenchmark.linesOfFile("\(folder)/pages.jsonl").compactMap { line in
            guard let page = try? JSONValue(line.span, in: 0..<line.count), let set = page["set"]?.text,
                let id = page["id"]?.text, let domain = page["domain"]?.text
            else { return nil }
            let part = domain.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % parts
            return Page(set: set, id: id, part: part, folder: folder)
        }
    }

    /// Reads all pages, as the stages before strip-navigation and its rules leave them.
    static func read(_ folder: String, _ stages: [PipelineStage]) -> [LineSample] {
        let before = Engine(Array(stages.prefix { !($0.stage is StripNavigation) }))
        guard let stage = stages.lazy.compactMap({ $0.stage as? StripNavigation }).first else { return [] }
        var samples: [LineSample] = []
        let pages = pages(of: folder)
        // Each set of pages counts the same.
        var sizes: [String: Float] = [:]
        for page in pages { sizes[page.set, default: 0] += 1 }
        for page in pages {
            let gold = page.text(in: "gold")
            for (name, weight) in folders {
                let text = page.text(in: name)
                guard !text.isEmpty else { continue }
                let article = before.clean(Article(String(decoding: text, as: UTF8.self))).article
                guard let found = try? stage.signs(of: article), found.lines.count > 1 else { continue }
                let share = Float(pages.count) / Float(sizes.count) / (sizes[page.set] ?? 1)
                samples.append(
                    LineSample(article, found, gold: gold, part: page.part, folder: name, weight: weight * share)
                )
            }
        }
        return samples
    }

    private init(
        _ article: Article,
        _ found: (lines: [Range<Int>], values: [Float]),
        gold: [UInt8],
        part: Int,
        folder: String,
        weight: Float
    ) {
        signs = found.values
        self.folder = folder
        self.part = part
        let goldTokens = Self.tokens(gold, [0..<gold.count]).joined().map(\.self)
        let tokens = Self.tokens(article.bytes, found.lines)
        // A word is the article's if it stands in four words in a row that the gold body has, too; each four counts once.
        var fours: [[UInt64]: Int] = [:]
        for start in 0..<max(goldTokens.count - 3, 0) { fours[Array(goldTokens[start..<start + 4]), default: 0] += 1 }
        let all = tokens.joined().map(\.self)
        var isCovered = [Bool](repeating: false, count: all.count)
        for start in 0..<max(all.count - 3, 0) {
            let four = Array(all[start..<start + 4])
            guard let left = fours[four], left > 0 else { continue }
            fours[four] = left - 1
            for index in start..<start + 4 { isCovered[index] = true }
        }
        var index = 0
        let covered = tokens.map { line in
            defer { index += line.count }
            return isCovered[index..<index + line.count].count(where: \.self)
        }
        let isArticle = zip(tokens, covered).map { !$0.isEmpty && $1 * 2 >= $0.count }
        let words = tokens.map { Float($0.count) }
        (self.isArticle, self.words, self.covered) = (isArticle, words, covered.map(Float.init))
        let ours = Float(covered.reduce(0, +))
        let litter = max(60, words.reduce(0, +) - ours)
        let lines = Float(max(8, isArticle.count(where: \.self)))
        // What counts is the share of a page that is lost or left over, and a little each line by itself.
        weights = tokens.indices.map { line in
            if line == 0 { return 0 }
            let part =
                isArticle[line]
                ? Float(covered[line]) / max(ours, 1) + 1 / lines : words[line] / litter + 0.3 / Float(tokens.count)
            return weight * part
        }
    }

    private static func tokens(_ text: [UInt8], _ ranges: [Range<Int>]) -> [[UInt64]] {
        ranges.map { TokenTable(text.span, in: $0).tokens.map(\.hash) }
    }
}
