import ArgumentParser
import Foundation

/// The words of a command line as the parser is to see them.
///
/// The parser parts `--name=value` at the first `=` that is a `Character`. Where the value begins with a mark that combines
/// with it (U+0301, a variation selector) there is none, so that the whole is taken for an unknown name; and an empty value
/// is taken for none, so that the next word becomes the value (swift-argument-parser, issue 958). In both cases the name
/// and the value are handed over as two words, which it reads as they are.
enum ArgumentWords {
  /// - Parameter arguments: those after the program's name.
  static func mended(_ arguments: [String]) -> [String] {
    var words: [String] = []
    for (place, word) in arguments.enumerated() {
      // Behind `--` all are values.
      if word == "--" { return words + arguments[place...] }
      words += parts(of: word) ?? [word]
    }
    return words
  }

  /// The name and the value where the parser would not find them; nil where it does, and where the name takes no value.
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
