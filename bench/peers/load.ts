// Peers are optional, and the compiler must not ask for them: a module is loaded by a name that it cannot follow, and each peer says
// for itself what it uses of it.

export const load = async <Module>(name: string): Promise<Module> => (await import(name)) as Module
