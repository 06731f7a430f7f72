package import Foundation

extension WordVectorTable {
  /// The file that the table is mapped from.
  package var url: URL { URL(fileURLWithPath: file.path) }
}
