// What stored policies look like: for whoever decodes what a store kept. Nothing that an application needs of the policies stands here.

import { object, type Shape, suchThat } from '../pool/validation/shape.ts'
import { definitions, type Policies, policyIssues, policyNames } from './policies.ts'

/** What a pool's own policies look like: every policy that is there has all its fields. */
export const policiesShape = suchThat(
  object(
    {},
    Object.fromEntries(
      policyNames.map((name) => {
        const { fields } = definitions[name]
        return [name, name === 'permissions' ? object({}, fields) : object(fields)]
      }),
    ),
  ) as unknown as Shape<Policies>,
  (policies) => policyIssues(policies).length === 0,
  'policies that only narrow what the rules permit',
)
