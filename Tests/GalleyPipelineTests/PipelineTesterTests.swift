import GalleyText
import Testing

@testable import GalleyPipeline

@Suite("A pipeline's own tests") struct PipelineTesterTests {
    private func results(_ tests: String, in folder: Folder, head: String = "") throws -> [PipelineTestResult] {
        try folder.write("a.yaml", head + "stages: [dedupe-samples]\ntests:\n" + tests)
        return try Pipeline.load(path: folder.path + "/a.yaml", from: sampleStages).testResults()
    }

    @Test("what is as expected passes")
    func passes() throws {
        let folder = try Folder()
        try folder.write("in.txt", "one copy\n")
        try folder.write("out.txt", "one \n")
        let results = try results(
            """
              - { input: "a copy here", output: "a  here", topics: [], findings: [] }
              - { input-file: in.txt, output-file: out.txt }

            """,
            in: folder
        )
        #expect(results.map(\.problems) == [[], []])
        #expect(results.allSatisfy { $0.isPassed && $0.update == nil })
    }

    @Test("a failed test shows the lines that differ and what else is wrong")
    func fails() throws {
        let results = try results(
            """
              - input: |
                  one
                  two copy
                  three
                  four
                  five
                output: |
                  one
                  two
                  three
                  four
                  six
                topics: [a, b]
                findings: [c]
                set-aside: short

            """,
            in: Folder()
        )
        #expect(
            results[0].problems == [
                """
                the output differs (- expected, + found)
                  one
                - two
                + two\u{20}
                  three
                  four
                - six
                + five

                """,
                "topics: expected a, b, found none",
                "findings: expected c, found none",
                "the article is not set aside; expected short",
            ]
        )
    }

    @Test("an output file is written anew where it differs or is missing")
    func updates() throws {
        let folder = try Folder()
        try folder.write("in.txt", "one copy\n")
        try folder.write("old.txt", "one copy")
        try folder.write("near.txt", "one ")
        let results = try results(
            """
              - { input-file: in.txt, output-file: old.txt }
              - { input-file: in.txt, output-file: near.txt }
              - { input-file: in.txt, output-file: new.txt }
              - { input-file: none.txt, output-file: new.txt }

            """,
            in: folder
        )
        #expect(results.map { $0.update?.path } == ["old", "near", "new"].map { "\(folder.path)/\($0).txt" } + [nil])
        #expect(results[0].update?.bytes == Array("one \n".utf8))
        #expect(results[1].problems == ["the output differs in the line feed at its end"])
        #expect(results[2].problems == ["\(folder.path)/new.txt cannot be read: no such file or directory"])
        #expect(results[3].problems == ["\(folder.path)/none.txt cannot be read: no such file or directory"])
    }

    @Test("a long text shows only what is near a difference")
    func gaps() {
        let old = (1...9).map(String.init).joined(separator: "\n")
        let comparison = TextComparison(expected: old, found: old.replacing("5", with: "five"))
        #expect(comparison.description == "  ⋮\n  4\n- 5\n+ five\n  6\n  ⋮\n")
    }
}
