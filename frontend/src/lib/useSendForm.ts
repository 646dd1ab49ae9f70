import { useState } from 'react';
import { useForm, type DefaultValues, type FieldValues, type Path, type UseFormReturn } from 'react-hook-form';

import { asApiError, type ApiError } from './error';
import { place, type Problem } from './form';

/**
 * A form that is sent to the server. Its refusals go to the fields they are about; what was typed stays; while one answer
 * is on its way nothing is sent again.
 */
export function useSendForm<Values extends FieldValues>(
  empty: DefaultValues<Values>,
  send: (values: Values, form: UseFormReturn<Values>) => Promise<readonly Problem[]>,
) {
  const form = useForm<Values>({ defaultValues: empty, mode: 'onSubmit', reValidateMode: 'onChange' });
  const [problems, setProblems] = useState<Problem[]>([]);
  const [error, setError] = useState<ApiError>();
  const fields = Object.keys(empty) as Path<Values>[];
  const submit = form.handleSubmit(async (values) => {
    setProblems([]);
    setError(undefined);
    try {
      setProblems(place(await send(values, form), fields, form.setError));
    } catch (thrown) {
      setError(asApiError(thrown));
    }
  });
  const errorOf = (name: Path<Values>): string | undefined => form.getFieldState(name, form.formState).error?.message;
  return { form, submit, busy: form.formState.isSubmitting, problems, error, errorOf };
}
