import Foundation

/// libFuzzer's own entry: it calls `body` with one input after another, until one fails or its options say enough.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What the running fuzzer feeds: chosen by `main` before the first input.
nonisolated(unsafe) private var reader: (Data) -> Void = { _ in }

/// Feeds hostile bytes to one of the readers of files. A trap, a hang or memory out of proportion ends the run.
///
///     Fuzzing --targets
///     Fuzzing --seeds TARGET DIRECTORY
///     Fuzzing TARGET [OPTION OF LIBFUZZER | CORPUS]…
@main struct Fuzzing {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "--targets" {
      for target in FuzzTarget.allCases { print(target.rawValue) }
      return
    }
    if arguments.first == "--seeds", arguments.count == 3, let target = FuzzTarget(rawValue: arguments[2]) {
      try Seeds.write(for: target, to: URL(fileURLWithPath: arguments[3], isDirectory: true))
      return
    }
    guard let name = arguments.first, let target = FuzzTarget(rawValue: name) else {
      print("usage: Fuzzing --targets | --seeds TARGET DIRECTORY | TARGET [OPTION OF LIBFUZZER | CORPUS]…")
      exit(64)
    }
    reader = try target.reader()
    // The name of the target is ours; the rest, behind the program's name, is libFuzzer's.
    var count = CommandLine.argc - 1
    var rest = CommandLine.unsafeArgv + 1
    rest[0] = CommandLine.unsafeArgv[0]
    exit(
      runDriver(&count, &rest) { bytes, count in
        reader(bytes.map { Data(bytes: $0, count: count) } ?? Data())
        return 0
      })
  }
}
