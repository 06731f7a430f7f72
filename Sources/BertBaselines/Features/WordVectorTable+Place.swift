package import Foundation

extension WordVectorTable {
  /// The file that it is mapped from.
  package var url: URL { URL(fileURLWithPath: file.path) }
}
