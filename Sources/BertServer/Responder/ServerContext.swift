import Hummingbird
import NIOCore

/// What a request comes with: the connection.
struct ServerContext: InitializableFromSource {
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    channel = source.channel
  }
}
