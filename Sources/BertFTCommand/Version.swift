/// The release this program belongs to.
enum Version {
  static let current = "0.1.0"
}
