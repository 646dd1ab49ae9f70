//! Builds the program anew when GraphiQL was: its files are embedded.
#![expect(clippy::print_stdout, reason = "this is how a build script talks to Cargo")]

fn main() {
    println!("cargo::rerun-if-changed=../frontend/graphiql/dist");
}
