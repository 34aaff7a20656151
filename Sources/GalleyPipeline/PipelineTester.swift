internal import GalleyText

/// What one of a pipeline's own tests showed.
public struct PipelineTestResult: Sendable {
    /// The test.
    public let test: PipelineTest
    /// What was not as expected, each in a few lines; none if the test passes.
    public let problems: [String]
    /// The output file with what it should hold, where that is not what it holds.
    public let update: (path: String, bytes: [UInt8])?

    /// Whether all was as expected.
    public var isPassed: Bool { problems.isEmpty }
}

extension Pipeline {
    /// Runs the pipeline's own tests, in order.
    public func testResults() -> [PipelineTestResult] { tests.map(result) }

    /// Runs one test.
    ///
    /// The output is the clean copy in the pipeline's format, without a record. A final line feed that only one of an
    /// inline output and the copy has does not count; topics count in any order.
    public func result(of test: PipelineTest) -> PipelineTestResult {
        let cleaned: Cleaned
        do throws(FileFailure) {
            cleaned = Cleaner(engine, identity, format: output.format, record: .none).clean(try source(of: test.input))
        } catch {
            return PipelineTestResult(test: test, problems: [error.message], update: nil)
        }
        var problems: [String] = []
        var update: (path: String, bytes: [UInt8])?
        switch test.output {
        case .inline(let expected):
            let found = String(decoding: cleaned.copy, as: UTF8.self)
            if expected.withoutLastLineFeed != found.withoutLastLineFeed {
                problems.append(Self.difference(expected, found))
            }
        case .file(let path):
            do throws(FileFailure) {
                let expected = try Files.read(path)
                if expected != cleaned.copy {
                    let texts = [expected, cleaned.copy].map { String(decoding: $0, as: UTF8.self) }
                    problems.append(Self.difference(texts[0], texts[1]))
                    update = (path, cleaned.copy)
                }
            } catch {
                problems.append("\(path) cannot be read: \(error.message)")
                update = (path, cleaned.copy)
            }
        case nil: break
        }
        problems += listed("topics", test.topics?.sorted(), cleaned.outcome.tags.map(\.id).sorted())
        problems += listed("findings", test.findings, cleaned.outcome.passes.flatMap(\.findings).map(\.rule))
        problems += verdict(test.setAside, cleaned.outcome.verdict)
        return PipelineTestResult(test: test, problems: problems, update: update)
    }

    private func source(of input: PipelineTest.Text) throws(FileFailure) -> Source {
        switch input {
        case .inline(let text): return Source(file: Array(text.utf8), facts: facts)
        case .file(let path):
            let bytes: [UInt8]
            do throws(FileFailure) { bytes = try Files.read(path) } catch {
                throw FileFailure("\(path) cannot be read: \(error.message)")
            }
            let name = String(path.split(separator: "/").last ?? "")
            if name.hasSuffix(".jsonl") { throw FileFailure("\(path): a test reads one article, as .json") }
            guard name.hasSuffix(".json") else {
                let format = name.hasSuffix(".md") ? DocumentFormat.markdown : .text
                return Source(file: bytes, name: name, format: format, encoding: encoding, facts: facts)
            }
            do throws(JSONFault) { return try Source(object: bytes, name: name, field: field, facts: facts) } catch {
                throw FileFailure("\(path):\(DocumentFault(error, in: bytes))")
            }
        }
    }

    private static func difference(_ expected: String, _ found: String) -> String {
        let comparison = TextComparison(expected: expected, found: found)
        guard comparison.hasDifferences else { return "the output differs in the line feed at its end" }
        return "the output differs (- expected, + found)\n\(comparison)"
    }

    private func listed(_ name: String, _ expected: [String]?, _ found: [String]) -> [String] {
        guard let expected, expected != found else { return [] }
        func list(_ items: [String]) -> String { items.isEmpty ? "none" : items.joined(separator: ", ") }
        return ["\(name): expected \(list(expected)), found \(list(found))"]
    }

    private func verdict(_ expected: String?, _ verdict: Verdict) -> [String] {
        switch (expected, verdict) {
        case (nil, .deliver): return []
        case (let expected?, .setAside(let reason, _)) where expected == reason: return []
        case (let expected, .setAside(let reason, let message)):
            return ["the article is set aside: \(reason): \(message)" + (expected.map { "; expected \($0)" } ?? "")]
        case (let expected?, _): return ["the article is not set aside; expected \(expected)"]
        case (nil, .duplicate(let other)): return ["the article is dropped: \(other.message)"]
        }
    }
}

extension String {
    fileprivate var withoutLastLineFeed: Substring {
        utf8.last == 0x0A ? self[..<utf8.index(before: utf8.endIndex)] : self[...]
    }
}
