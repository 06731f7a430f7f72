import ArgumentParser
import Foundation

/// The words of a command line, changed where the parser would misread them.
///
/// The parser splits `--name=value` at the first `=` that is a `Character`. A value that begins with a combining mark
/// (U+0301, a variation selector) forms one Character with the `=`, so the parser takes the whole word for an unknown
/// name. It also takes an empty value for a missing one and reads the next word as the value (swift-argument-parser,
/// issue 958). In both cases the parser gets the name and the value as two words, which it reads correctly.
enum ArgumentWords {
  /// The words for the parser.
  ///
  /// - Parameter arguments: The words after the program's name.
  static func mended(_ arguments: [String]) -> [String] {
    var words: [String] = []
    for (place, word) in arguments.enumerated() {
      // After `--` all words are values.
      if word == "--" { return words + arguments[place...] }
      words += parts(of: word) ?? [word]
    }
    return words
  }

  /// The name and the value of a word that the parser would misread; nil for other words and names without a value.
  private static func parts(of word: String) -> [String]? {
    let bytes = Array(word.utf8)
    guard bytes.starts(with: "--".utf8), let sign = bytes.firstIndex(of: UInt8(ascii: "=")), sign > 2 else {
      return nil
    }
    let value = String(decoding: bytes[(sign + 1)...], as: UTF8.self)
    guard value.isEmpty || ("=" + value).first != "=" else { return nil }
    let name = String(decoding: bytes[..<sign], as: UTF8.self)
    return valued.contains(name) ? [name, value] : nil
  }

  /// The names of all options of all commands that take a value.
  private static let valued: Set<String> = {
    struct Tool: Decodable {
      var command: Command
    }
    struct Command: Decodable {
      var arguments: [Argument]?
      var subcommands: [Command]?
    }
    struct Argument: Decodable {
      var kind: String
      var names: [Name]?
    }
    struct Name: Decodable {
      var kind: String
      var name: String
    }
    guard let tool = try? JSONDecoder().decode(Tool.self, from: Data(BertFTCommand._dumpHelp().utf8)) else { return [] }
    var names: Set<String> = []
    var commands = [tool.command]
    while let command = commands.popLast() {
      commands += command.subcommands ?? []
      for argument in command.arguments ?? [] where argument.kind == "option" {
        names.formUnion((argument.names ?? []).filter { $0.kind == "long" }.map { "--" + $0.name })
      }
    }
    return names
  }()
}
