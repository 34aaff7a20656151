internal import Glibc

// The words are taken as bytes, since the name of a file need not be UTF-8.
let words = (1..<max(1, Int(CommandLine.argc))).compactMap { number -> [UInt8]? in
    guard let word = unsafe CommandLine.unsafeArgv[number] else { return nil }
    return unsafe Array(UnsafeRawBufferPointer(start: word, count: strlen(word)))
}
exit(Galley.main(words).rawValue)
