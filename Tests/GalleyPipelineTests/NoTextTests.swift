import GalleyStages
import GalleyText
import Testing

@testable import GalleyPipeline

@Suite("What is no text")
struct NoTextTests {
    private static let prose =
        "The mayor opened the new bridge — “at last” — on Monday, and thousands came to see it.\n"

    /// What the pipeline says of a file.
    private static func fault(_ raw: [UInt8], as encoding: String? = nil) throws -> String? {
        let yaml = Array("name: none\nstages: []\n".utf8)
        let pipeline = try Pipeline.load(yaml, path: "none.yaml", from: shippedStages)
        do throws(DocumentFault) {
            _ = try pipeline.source(raw, name: "a.txt", .text, encoding: encoding)
            return nil
        } catch { return error.message }
    }

    @Test(
        "is known by its first bytes",
        arguments: [
            ("\u{89}PNG\r\n\u{1A}\n", "a PNG image"), ("ÿØÿà\0", "a JPEG image"),
            ("GIF89a\u{1}\0\u{1}\0\u{80}\0\0", "a GIF image"), ("\u{1F}\u{8B}\u{8}\0", "a file packed by gzip"),
            ("PK\u{3}\u{4}\u{14}\0", "a zip archive, as office documents are"), ("%PDF-1.7\r\n", "a PDF document"),
        ]
    )
    func kinds(_ start: String, _ kind: String) throws {
        let raw = try #require(Decoding.encode(Array(start.utf8), as: "iso-8859-1"))
        #expect(try Self.fault(raw) == "it looks like \(kind), and not like text")
        #expect(try Self.fault(raw + Array(Self.prose.utf8), as: "windows-1252") != nil)
    }

    @Test("is known by its controls, also where an encoding is asked for", arguments: 0..<50)
    func noise(_ seed: UInt64) throws {
        var random = SystemRandomNumberGenerator()
        let raw = (0..<1000).map { _ in UInt8.random(in: 0...255, using: &random) }
        for encoding in [nil, "utf-8", "windows-1252", "ibm437"] {
            #expect(try Self.fault(raw, as: encoding)?.contains("NULs") == true, "\(raw)")
        }
    }

    @Test("is what is in UTF-32", arguments: [true, false])
    func wide(_ isLittle: Bool) throws {
        let raw = ("\u{FEFF}" + Self.prose).unicodeScalars.flatMap { scalar in
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * $0)) }
            return isLittle ? bytes : bytes.reversed()
        }
        #expect(try Self.fault(raw) != nil)
    }

    @Test("is no text in any encoding that is read, with a stray NUL or without")
    func texts() throws {
        let words = "The\0boat\0\0left.\n\0\n\0The end\0"
        for text in [Self.prose, words, Self.prose + "\0", "\0\0\0", "", "GIF89a is old.\n"] {
            for encoding in ["utf-8", "utf-16le", "utf-16be", "windows-1252"] {
                let raw = try #require(Decoding.encode(Array(text.utf8), as: encoding))
                #expect(try Self.fault(raw) == nil, "\(encoding) \(text)")
            }
        }
        #expect(try Self.fault(Array("%PDF-1.4 is a version of a format.\n".utf8)) == nil)
        // Nearly UTF-8, and letters of an old terminal.
        #expect(try Self.fault(Array(Self.prose.utf8) + [0x93, 0x0A] + Array(Self.prose.utf8)) == nil)
        #expect(try Self.fault(Array("\u{1B}[1mHeadline\u{1B}[0m\n\n\(Self.prose)".utf8)) == nil)
    }
}
