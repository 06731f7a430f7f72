import BertInference
import BertStorage
import BertTuning
import Foundation
import Testing

/// What can happen to a file of a bundle.
enum FileDamage: Sendable {
  case grown
  case removed
  case cut
  /// One piece of text for another.
  case replaced(String, String)

  func strike(_ file: URL) throws {
    let data = try Data(contentsOf: file)
    switch self {
    case .grown: try (data + Data("more\n".utf8)).write(to: file)
    case .removed: try FileManager.default.removeItem(at: file)
    case .cut: try data.prefix(data.count / 2).write(to: file)
    case .replaced(let old, let new):
      let text = String(decoding: data, as: UTF8.self)
      #expect(text.contains(old))
      try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: file)
    }
  }
}

extension TinyModel {
  /// The bundle is not opened, and the error says what is wrong.
  ///
  /// - Parameter expected: the name of the error's case.
  func expectRefusal(as expected: String) throws {
    #expect {
      try TextClassifier(contentsOf: output, threads: 1)
    } throws: { error in
      guard let error = error as? InferenceError else { return false }
      let isExpected = "\(Mirror(reflecting: error).children.first?.label ?? "")" == expected
      return isExpected && !error.description.isEmpty && [.badData, .inputMissing].contains(error.code)
    }
  }
}
