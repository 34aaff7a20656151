internal import GalleyPipeline
internal import GalleyText

/// Where a command writes: results on standard output, words on standard error.
struct Console {
    let out = Output(1, name: "standard output")
    let errors = Output(2, name: "standard error", capacity: 0)

    /// Says where a line of JSON Lines is wrong, or that its article is set aside.
    func tell(_ trouble: LineStream.Trouble, in file: String) {
        switch trouble {
        case .unreadable(let line, let column, let message): tell("\(file):\(line):\(column): \(message); left out")
        case .tooLong(let line, _): tell("\(file):\(line): the line is longer than max-size; left out")
        case .setAside(let line, let reason, let message): tell("\(file):\(line): set aside: \(reason): \(message)")
        case .duplicate(let line, let other): tell("\(file):\(line): dropped: \(other.message)")
        }
    }

    /// Says why something failed.
    func tell(_ failure: Failure) { try? errors.write(failure.complaint) }

    /// Writes a line on standard error as it is.
    func tell(_ line: String) { try? errors.write(line + "\n") }

    /// Says something on standard error, after what went to standard output so far.
    func say(_ message: String) {
        // If nobody listens there, there is nothing left to tell.
        tell("galley: \(message)")
    }
}
